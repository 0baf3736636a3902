-- says: ADD FOREIGN KEY
-- 15: locks p SRE, t SRE; reads p, t; waits writes on p, writes on t
-- 18: locks p SRE, t SRE; reads p, t; waits writes on p, writes on t

-- statement:
alter table t add foreign key (p_id) references p;
