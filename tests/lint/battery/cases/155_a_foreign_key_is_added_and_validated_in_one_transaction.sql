-- says: A foreign key is added and validated in one transaction
-- 15: locks p SRE, t SRE; reads p, t; waits writes on p, writes on t
-- 18: locks p SRE, t SRE; reads p, t; waits writes on p, writes on t

-- statement:
alter table t add constraint z foreign key (p_id) references p not valid;
alter table t validate constraint z;
