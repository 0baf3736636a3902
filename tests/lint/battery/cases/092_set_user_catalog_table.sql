-- says: SET (user_catalog_table)
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t set (user_catalog_table = true);
