-- says: UPDATE of what is null
-- because: rows
-- 15: locks t RE
-- 18: locks t RE

-- statement:
update t set c = 0 where c is null;
