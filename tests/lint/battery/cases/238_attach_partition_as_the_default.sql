-- says: ATTACH PARTITION as the default
-- 15: locks lone AE, parts SUE; reads lone; waits reads and writes on lone
-- 18: locks lone AE, parts SUE; reads lone; waits reads and writes on lone

-- set-up:
drop table rest;

-- statement:
alter table parts attach partition lone default;
