-- says: A partition of a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int, a int) partition by range (id);
create table z_default partition of z default;
create table z1 partition of z for values from (0) to (10);
