-- says: A column without a default, then its default
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z uuid;
alter table t alter z set default gen_random_uuid();
