-- says: ATTACH PARTITION, a check that is not valid
-- 15: locks lone AE, parts SUE; reads lone; waits reads and writes on lone
-- 18: locks lone AE, parts SUE; reads lone; waits reads and writes on lone

-- set-up:
drop table rest;
alter table lone add check (id >= 100 and id < 200) not valid;

-- statement:
alter table parts attach partition lone for values from (100) to (200);
