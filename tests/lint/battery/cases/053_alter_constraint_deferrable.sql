-- says: ALTER CONSTRAINT … DEFERRABLE
-- 15: locks f AE
-- 18: locks f AE

-- statement:
alter table f alter constraint f_fk deferrable;
