-- says: ALTER DOMAIN ADD CONSTRAINT
-- 15: locks t S; reads t; waits writes on t
-- 18: locks t S; reads t; waits writes on t

-- statement:
alter domain plain add check (value > 0);
