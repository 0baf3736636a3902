-- says: varchar(n) to a longer one
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter v type varchar(30);
