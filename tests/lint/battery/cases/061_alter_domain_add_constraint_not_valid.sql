-- says: ALTER DOMAIN ADD CONSTRAINT NOT VALID
-- 15: nothing
-- 18: nothing

-- statement:
alter domain plain add check (value > 0) not valid;
