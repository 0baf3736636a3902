-- says: DROP INDEX
-- 15: locks t AE
-- 18: locks t AE

-- statement:
drop index v_idx;
