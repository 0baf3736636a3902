-- says: ADD NOT NULL
-- since: 18
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
alter table t add constraint z not null c;
