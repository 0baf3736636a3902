-- says: varchar to text, the column in an expression index
-- 15: locks t AE; writes v_lower_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes v_lower_idx; reads t; waits reads and writes on t

-- set-up:
create index v_lower_idx on t (lower(v));

-- statement:
alter table t alter v type text;
