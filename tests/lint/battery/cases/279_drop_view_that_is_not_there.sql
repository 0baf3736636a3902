-- says: DROP VIEW that is not there
-- 15: nothing
-- 18: nothing

-- statement:
drop view if exists nowhere;
