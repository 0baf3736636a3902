-- says: ADD PRIMARY KEY USING INDEX, NOT NULL columns
-- 15: locks lone AE
-- 18: locks lone AE

-- set-up:
create unique index z on lone (id);

-- statement:
alter table lone add primary key using index z;
