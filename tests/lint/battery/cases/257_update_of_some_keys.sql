-- says: UPDATE of some keys
-- 15: locks t RE
-- 18: locks t RE

-- statement:
update t set c = 1 where id in (1, 2, 3);
