-- says: ADD COLUMN, empty json
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t add column z jsonb not null default '{}'::jsonb;
