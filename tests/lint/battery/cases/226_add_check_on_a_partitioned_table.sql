-- says: ADD CHECK on a partitioned table
-- 15: locks part1 AE, parts AE, rest AE; reads part1, rest; waits reads and writes on part1, reads and writes on parts, reads and writes on rest
-- 18: locks part1 AE, parts AE, rest AE; reads part1, rest; waits reads and writes on part1, reads and writes on parts, reads and writes on rest

-- statement:
alter table parts add check (a > 0);
