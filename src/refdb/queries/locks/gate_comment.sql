-- Locks a materialized view in SHARE UPDATE EXCLUSIVE; it is rolled back.
comment on materialized view {table} is ''
