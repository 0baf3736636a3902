-- says: ADD COLUMN … REFERENCES
-- 15: locks p SRE, t AE
-- 18: locks p SRE, t AE

-- statement:
alter table t add column z int references p;
