-- says: SET NOT NULL with a CHECK that is not valid
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- set-up:
alter table t add check (c is not null) not valid;

-- statement:
alter table t alter c set not null;
