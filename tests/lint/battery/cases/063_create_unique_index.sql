-- says: CREATE UNIQUE INDEX
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- statement:
create unique index z on t (c);
