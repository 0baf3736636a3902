-- says: ADD UNIQUE
-- 15: locks t AE; builds t_c_key; reads t; waits reads and writes on t
-- 18: locks t AE; builds t_c_key; reads t; waits reads and writes on t

-- statement:
alter table t add unique (c);
