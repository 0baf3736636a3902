-- says: A foreign key from a table of the same file
-- 15: locks p SRE
-- 18: locks p SRE

-- statement:
create table z (id int primary key, p_id int);
alter table z add constraint z_fk foreign key (p_id) references p;
