-- says: DETACH PARTITION
-- 15: locks part1 AE, parts AE, rest AE
-- 18: locks part1 AE, parts AE, rest AE

-- statement:
alter table parts detach partition part1;
