-- says: ATTACH PARTITION, a check, no default partition
-- 15: locks lone AE, parts SUE
-- 18: locks lone AE, parts SUE

-- set-up:
drop table rest;
alter table lone add check (id >= 100 and id < 200);

-- statement:
alter table parts attach partition lone for values from (100) to (200);
