-- says: ATTACH PARTITION to a list, a check says it
-- 15: locks lists SUE, lone AE
-- 18: locks lists SUE, lone AE

-- set-up:
create table lists (id int not null, a int) partition by list (id);
alter table lone add check (id in (1, 2));

-- statement:
alter table lists attach partition lone for values in (1, 2);
