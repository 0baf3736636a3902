-- says: INHERIT
-- 15: locks child AE, p SUE
-- 18: locks child AE, p SUE

-- set-up:
create table child (like p);

-- statement:
alter table child inherit p;
