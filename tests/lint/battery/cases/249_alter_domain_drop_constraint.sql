-- says: ALTER DOMAIN DROP CONSTRAINT
-- 15: nothing
-- 18: nothing

-- statement:
alter domain checked drop constraint checked_check;
