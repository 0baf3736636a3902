-- says: CREATE TABLE
-- 15: nothing
-- 18: nothing

-- statement:
create table z (id int primary key);
