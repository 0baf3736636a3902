-- says: SELECT
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
select x from t;
