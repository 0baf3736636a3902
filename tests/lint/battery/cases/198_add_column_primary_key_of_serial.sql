-- says: ADD COLUMN PRIMARY KEY of serial
-- 15: locks lone AE; writes lone; builds lone_pkey; reads lone; waits reads and writes on lone
-- 18: locks lone AE; writes lone; builds lone_pkey; reads lone; waits reads and writes on lone

-- statement:
alter table lone add column z serial primary key;
