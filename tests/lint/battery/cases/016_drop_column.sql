-- says: DROP COLUMN
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t drop column c;
