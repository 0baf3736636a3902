-- says: ATTACH PARTITION to a list, no check
-- 15: locks lists SUE, lone AE; reads lone; waits reads and writes on lone
-- 18: locks lists SUE, lone AE; reads lone; waits reads and writes on lone

-- set-up:
create table lists (id int not null, a int) partition by list (id);

-- statement:
alter table lists attach partition lone for values in (1, 2);
