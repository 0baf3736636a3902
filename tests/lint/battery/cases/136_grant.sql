-- says: GRANT
-- 15: nothing
-- 18: locks t AS

-- statement:
grant select on t to public;
