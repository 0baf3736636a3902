-- says: CREATE MATERIALIZED VIEW
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
create materialized view z as select id from t;
