-- says: DETACH PARTITION CONCURRENTLY
-- 15: locks part1 AE, parts SUE
-- 18: locks part1 AE, parts SUE

-- set-up:
drop table rest;

-- statement:
-- transactional: false
-- lock_timeout: 5s
alter table parts detach partition part1 concurrently;
