-- says: DROP NOT NULL
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter k drop not null;
