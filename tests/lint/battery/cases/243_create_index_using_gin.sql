-- says: CREATE INDEX USING gin
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- set-up:
alter table t add column arr int[];

-- statement:
create index z on t using gin (arr);
