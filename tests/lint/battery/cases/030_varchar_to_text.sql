-- says: varchar to text
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter v type text;
