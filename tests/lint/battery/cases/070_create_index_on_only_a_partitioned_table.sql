-- says: CREATE INDEX ON ONLY a partitioned table
-- 15: locks parts S
-- 18: locks parts S

-- statement:
create index z on only parts (a);
