-- says: ATTACH PARTITION, beside a default partition
-- 15: locks lone AE, parts SUE, rest AE; reads lone, rest; waits reads and writes on lone, reads and writes on rest
-- 18: locks lone AE, parts SUE, rest AE; reads lone, rest; waits reads and writes on lone, reads and writes on rest

-- statement:
alter table parts attach partition lone for values from (100) to (200);
