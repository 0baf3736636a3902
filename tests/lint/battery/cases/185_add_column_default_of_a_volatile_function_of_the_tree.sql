-- says: ADD COLUMN, default of a volatile function of the tree
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
create function mine() returns int language sql as 'select 1';

-- statement:
alter table t add column z int default mine();
