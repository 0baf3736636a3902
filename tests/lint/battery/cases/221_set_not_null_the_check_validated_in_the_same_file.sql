-- says: SET NOT NULL, the check validated in the same file
-- 15: locks t AE, t SUE; reads t
-- 18: locks t AE, t SUE; reads t

-- set-up:
alter table t add constraint z check (c is not null) not valid;

-- statement:
alter table t validate constraint z;
alter table t alter c set not null;
