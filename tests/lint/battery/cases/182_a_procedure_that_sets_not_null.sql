-- says: A procedure that sets not null
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- set-up:
create procedure make_it() language plpgsql as 'begin alter table t alter column c set not null; end';

-- statement:
call make_it();
