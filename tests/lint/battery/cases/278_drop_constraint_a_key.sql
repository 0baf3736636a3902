-- says: DROP CONSTRAINT, a key
-- 15: locks f AE
-- 18: locks f AE

-- statement:
alter table f drop constraint f_pkey;
