-- says: varchar to text, the column in a check
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- set-up:
alter table t add constraint v_check check (v <> '');

-- statement:
alter table t alter v type text;
