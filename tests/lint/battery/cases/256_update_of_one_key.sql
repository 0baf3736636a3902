-- says: UPDATE of one key
-- 15: locks t RE
-- 18: locks t RE

-- statement:
update t set c = 1 where id = 7;
