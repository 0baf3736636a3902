-- says: CREATE INDEX on a materialized view
-- 15: locks m S; builds z; reads m
-- 18: locks m S; builds z; reads m

-- statement:
create index z on m (id);
