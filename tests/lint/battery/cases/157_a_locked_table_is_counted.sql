-- says: A locked table is counted
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
lock table t in access exclusive mode;
select count(*) from t;
