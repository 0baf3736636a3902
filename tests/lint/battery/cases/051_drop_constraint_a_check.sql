-- says: DROP CONSTRAINT, a check
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t drop constraint k_check;
