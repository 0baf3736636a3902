-- says: CREATE TABLE … AS
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
create table z as select id from t;
