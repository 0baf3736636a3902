-- says: UPDATE repeated until it is done
-- 15: locks t RE
-- 18: locks t RE

-- statement:
-- repeat: until 0 rows
update t set c = 1
where id in (select id from t where c is distinct from 1 limit 1000);
