-- says: ADD COLUMN on a partitioned table
-- 15: locks part1 AE, parts AE, rest AE
-- 18: locks part1 AE, parts AE, rest AE

-- statement:
alter table parts add column z int default 1;
