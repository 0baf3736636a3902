-- says: DELETE of some keys
-- 15: locks t RE
-- 18: locks t RE

-- statement:
delete from t where id in (1, 2, 3);
