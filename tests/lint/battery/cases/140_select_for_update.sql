-- says: SELECT … FOR UPDATE
-- 15: locks t RS; reads t
-- 18: locks t RS; reads t

-- statement:
select id from t for update;
