-- says: DROP COLUMN with a foreign key
-- 15: locks f AE, p AE
-- 18: locks f AE, p AE

-- statement:
alter table f drop column p_id;
