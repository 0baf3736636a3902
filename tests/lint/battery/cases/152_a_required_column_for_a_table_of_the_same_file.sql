-- says: A required column for a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int);
alter table z add column a int not null;
