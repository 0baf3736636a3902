-- says: A column with its comment
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z int;
comment on column t.z is 'x';
