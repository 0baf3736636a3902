-- says: CREATE INDEX CONCURRENTLY on a materialized view
-- 15: locks m SUE; builds z; reads m
-- 18: locks m SUE; builds z; reads m

-- statement:
-- transactional: false
create index concurrently z on m (id);
