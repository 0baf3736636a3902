-- says: All rows of a table of the same file
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
create table z (id int, a int);
insert into z select id, c from t;
update z set a = 0;
