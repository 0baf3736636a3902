-- says: DELETE of what is old
-- because: rows
-- 15: locks t RE
-- 18: locks t RE

-- statement:
delete from t where ts < '2020-01-01';
