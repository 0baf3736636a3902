-- says: A check on a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int primary key, a int);
alter table z add constraint z_check check (a > 0);
