-- says: UPDATE from another table
-- because: rows
-- 15: locks p AS, t RE
-- 18: locks p AS, t RE

-- statement:
update t set c = p.a from p where p.id = t.p_id;
