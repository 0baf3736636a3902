-- says: varchar to text, the column in a partial index
-- 15: locks t AE; writes v_partial_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes v_partial_idx; reads t; waits reads and writes on t

-- set-up:
create index v_partial_idx on t (c) where v is not null;

-- statement:
alter table t alter v type text;
