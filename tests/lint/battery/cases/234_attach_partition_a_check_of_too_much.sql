-- says: ATTACH PARTITION, a check of too much
-- 15: locks lone AE, parts SUE; reads lone; waits reads and writes on lone
-- 18: locks lone AE, parts SUE; reads lone; waits reads and writes on lone

-- set-up:
drop table rest;
alter table lone add check (id >= 100 and id < 300);

-- statement:
alter table parts attach partition lone for values from (100) to (200);
