-- says: A column type of a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int, a int);
alter table z alter a type bigint;
