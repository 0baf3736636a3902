-- says: CREATE TABLE … REFERENCES
-- 15: locks p SRE
-- 18: locks p SRE

-- statement:
create table z (id int references p);
