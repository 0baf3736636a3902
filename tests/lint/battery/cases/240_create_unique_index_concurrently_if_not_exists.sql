-- says: CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS
-- 15: locks t SUE; builds z; reads t
-- 18: locks t SUE; builds z; reads t

-- statement:
-- transactional: false
create unique index concurrently if not exists z on t (c);
