-- says: CREATE TABLE … PARTITION OF, no default partition
-- 15: locks parts AE
-- 18: locks parts AE

-- set-up:
drop table rest;

-- statement:
create table z partition of parts for values from (100) to (200);
