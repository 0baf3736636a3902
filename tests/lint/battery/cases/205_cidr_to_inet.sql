-- says: cidr to inet
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
alter table t add column net cidr;

-- statement:
alter table t alter net type inet;
