-- says: CREATE INDEX ON ONLY, then its partition concurrently
-- 15: locks part1 SUE; builds z1; reads part1
-- 18: locks part1 SUE; builds z1; reads part1

-- set-up:
create index z on only parts (a);

-- statement:
-- transactional: false
create index concurrently z1 on part1 (a);
