-- says: UPDATE of a few rows
-- 15: locks t RE
-- 18: locks t RE

-- statement:
update t set c = 1
where id in (select id from t where c is null limit 1000);
