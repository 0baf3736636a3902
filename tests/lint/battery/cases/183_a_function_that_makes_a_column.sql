-- says: A function that makes a column
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
create function make_it() returns void language plpgsql as 'begin alter table t add column z int; end';

-- statement:
select make_it();
