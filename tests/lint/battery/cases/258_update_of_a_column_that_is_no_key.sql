-- says: UPDATE of a column that is no key
-- because: rows
-- 15: locks t RE
-- 18: locks t RE

-- statement:
update t set x = 'y' where c = 1;
