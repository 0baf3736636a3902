-- says: ALTER DOMAIN ADD CONSTRAINT, no table uses it
-- 15: nothing
-- 18: nothing

-- set-up:
create domain free as int;

-- statement:
alter domain free add check (value > 0);
