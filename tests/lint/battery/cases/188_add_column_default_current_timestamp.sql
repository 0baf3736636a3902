-- says: ADD COLUMN, default current_timestamp
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z timestamptz not null default current_timestamp;
