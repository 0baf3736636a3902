-- says: DROP DEFAULT
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter c drop default;
