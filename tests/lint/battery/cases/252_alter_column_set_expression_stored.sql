-- says: ALTER COLUMN SET EXPRESSION, stored
-- since: 17
-- 18: locks g AE; writes g; reads g; waits reads and writes on g

-- set-up:
create table g (a int, b int generated always as (a + 1) stored);

-- statement:
alter table g alter column b set expression as (a + 2);
