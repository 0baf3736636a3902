-- says: ADD FOREIGN KEY NOT VALID
-- 15: locks p SRE, t SRE
-- 18: locks p SRE, t SRE

-- statement:
alter table t add foreign key (p_id) references p not valid;
