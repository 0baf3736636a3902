-- says: ADD PRIMARY KEY USING INDEX, a nullable column
-- 15: locks lone AE; reads lone; waits reads and writes on lone
-- 18: locks lone AE; reads lone; waits reads and writes on lone

-- set-up:
create unique index z on lone (a);

-- statement:
alter table lone add primary key using index z;
