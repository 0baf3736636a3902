-- says: ADD COLUMN … REFERENCES, with DEFAULT NULL
-- 15: locks p SRE, t AE; reads p, t; waits reads and writes on t, writes on p
-- 18: locks p SRE, t AE; reads p, t; waits reads and writes on t, writes on p

-- statement:
alter table t add column z int default null references p;
