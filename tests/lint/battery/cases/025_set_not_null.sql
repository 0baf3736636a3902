-- says: SET NOT NULL
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t alter c set not null;
