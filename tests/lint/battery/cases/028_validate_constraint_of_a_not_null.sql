-- says: VALIDATE CONSTRAINT of a NOT NULL
-- since: 18
-- 18: locks t SUE; reads t

-- set-up:
alter table t add constraint z not null c not valid;

-- statement:
alter table t validate constraint z;
