-- says: CREATE TABLE … PARTITION OF, beside a default partition
-- 15: locks parts AE, rest AE; reads rest; waits reads and writes on parts, reads and writes on rest
-- 18: locks parts AE, rest AE; reads rest; waits reads and writes on parts, reads and writes on rest

-- statement:
create table z partition of parts for values from (100) to (200);
