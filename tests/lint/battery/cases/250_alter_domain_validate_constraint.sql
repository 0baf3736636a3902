-- says: ALTER DOMAIN VALIDATE CONSTRAINT
-- 15: locks t S; reads t; waits writes on t
-- 18: locks t S; reads t; waits writes on t

-- set-up:
alter domain plain add constraint z check (value > 0) not valid;

-- statement:
alter domain plain validate constraint z;
