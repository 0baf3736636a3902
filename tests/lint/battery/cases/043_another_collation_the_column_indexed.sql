-- says: another collation, the column indexed
-- 15: locks t AE; writes v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes v_idx; reads t; waits reads and writes on t

-- statement:
alter table t alter v type varchar(20) collate "C";
