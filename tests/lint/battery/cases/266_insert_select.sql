-- says: INSERT … SELECT
-- 15: locks lone RE, t AS; reads t
-- 18: locks lone RE, t AS; reads t

-- statement:
insert into lone (id, a) select id, c from t;
