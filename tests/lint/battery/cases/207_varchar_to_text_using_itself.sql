-- says: varchar to text USING itself
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter v type text using v::text;
