-- says: SET NOT NULL of what is not null
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter k set not null;
