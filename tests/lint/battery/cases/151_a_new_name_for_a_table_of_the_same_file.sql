-- says: A new name for a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z0 (id int, a int);
alter table z0 rename to z;
