-- says: An index on a copy that is made in the same file
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
create table z as select id, c from t;
create index z_c_idx on z (c);
