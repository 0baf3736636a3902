-- says: VALIDATE CONSTRAINT of a CHECK
-- 15: locks t SUE; reads t
-- 18: locks t SUE; reads t

-- set-up:
alter table t add constraint z check (c > 0) not valid;

-- statement:
alter table t validate constraint z;
