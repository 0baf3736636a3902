-- says: DELETE
-- because: rows
-- 15: locks t RE; reads t
-- 18: locks t RE; reads t

-- statement:
delete from t;
