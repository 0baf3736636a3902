-- says: ALTER INDEX ATTACH PARTITION
-- 15: locks part1 AS, parts AS, z SUE, z1 AE
-- 18: locks part1 AS, parts AS, z SUE, z1 AE

-- set-up:
create index z on only parts (a);
create index z1 on part1 (a);

-- statement:
alter index z attach partition z1;
