-- says: int to a domain without a constraint
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter c type plain;
