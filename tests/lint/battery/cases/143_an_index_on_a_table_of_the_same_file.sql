-- says: An index on a table of the same file
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int primary key, a int);
create index z_a_idx on z (a);
