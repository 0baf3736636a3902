-- says: varchar to text, in a materialized view beside
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t alter v type text, add column z int;
