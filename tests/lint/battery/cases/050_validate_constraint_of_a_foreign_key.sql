-- says: VALIDATE CONSTRAINT of a FOREIGN KEY
-- 15: locks p RS, t SUE; reads p, t
-- 18: locks p RS, t SUE; reads p, t

-- set-up:
alter table t add constraint z foreign key (p_id) references p not valid;

-- statement:
alter table t validate constraint z;
