-- says: CREATE INDEX CONCURRENTLY
-- 15: locks t SUE; builds z; reads t
-- 18: locks t SUE; builds z; reads t

-- statement:
-- transactional: false
create index concurrently z on t (c);
