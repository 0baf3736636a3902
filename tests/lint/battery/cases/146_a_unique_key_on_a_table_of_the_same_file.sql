-- says: A unique key on a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int, a int);
alter table z add unique (a), add primary key (id);
