-- says: CREATE INDEX on a partitioned table
-- 15: locks part1 S, parts S, rest S; builds part1_a_idx, rest_a_idx; reads part1, rest; waits writes on part1, writes on parts, writes on rest
-- 18: locks part1 S, parts S, rest S; builds part1_a_idx, rest_a_idx; reads part1, rest; waits writes on part1, writes on parts, writes on rest

-- statement:
create index z on parts (a);
