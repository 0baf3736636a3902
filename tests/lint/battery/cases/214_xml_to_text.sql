-- says: xml to text
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
alter table t add column doc xml;

-- statement:
alter table t alter doc type text;
