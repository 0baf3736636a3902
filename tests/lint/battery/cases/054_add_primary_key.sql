-- says: ADD PRIMARY KEY
-- 15: locks lone AE; builds lone_pkey; reads lone; waits reads and writes on lone
-- 18: locks lone AE; builds lone_pkey; reads lone; waits reads and writes on lone

-- statement:
alter table lone add primary key (id);
