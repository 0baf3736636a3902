-- says: A materialized view is made while a lock is held
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add column z int;
create materialized view z as select id from t;
