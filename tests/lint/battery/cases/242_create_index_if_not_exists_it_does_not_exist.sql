-- says: CREATE INDEX IF NOT EXISTS, it does not exist
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- statement:
create index if not exists z on t (c);
