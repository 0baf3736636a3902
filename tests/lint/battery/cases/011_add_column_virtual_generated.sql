-- says: ADD COLUMN, virtual generated
-- since: 18
-- 18: locks t AE

-- statement:
alter table t add column z int generated always as (c + 1) virtual;
