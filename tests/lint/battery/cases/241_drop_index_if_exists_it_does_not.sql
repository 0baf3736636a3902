-- says: DROP INDEX IF EXISTS, it does not
-- 15: nothing
-- 18: nothing

-- statement:
drop index if exists nowhere_idx;
