-- says: ADD CHECK NOT VALID on a partitioned table
-- 15: locks part1 AE, parts AE, rest AE
-- 18: locks part1 AE, parts AE, rest AE

-- statement:
alter table parts add check (a > 0) not valid;
