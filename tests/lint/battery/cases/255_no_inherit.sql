-- says: NO INHERIT
-- 15: locks child AE, p AS
-- 18: locks child AE, p AS

-- set-up:
create table child () inherits (p);

-- statement:
alter table child no inherit p;
