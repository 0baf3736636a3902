-- says: ATTACH PARTITION, a valid CHECK says its bounds
-- 15: locks lone AE, parts SUE, rest AE; reads rest; waits reads and writes on lone, reads and writes on rest
-- 18: locks lone AE, parts SUE, rest AE; reads rest; waits reads and writes on lone, reads and writes on rest

-- set-up:
alter table lone add check (id >= 100 and id < 200);

-- statement:
alter table parts attach partition lone for values from (100) to (200);
