-- says: ATTACH PARTITION, no check, no default partition
-- 15: locks lone AE, parts SUE; reads lone; waits reads and writes on lone
-- 18: locks lone AE, parts SUE; reads lone; waits reads and writes on lone

-- set-up:
drop table rest;

-- statement:
alter table parts attach partition lone for values from (100) to (200);
