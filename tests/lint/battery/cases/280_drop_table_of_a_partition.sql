-- says: DROP TABLE of a partition
-- 15: locks part1 AE, parts AE, rest AE
-- 18: locks part1 AE, parts AE, rest AE

-- statement:
drop table part1;
