-- says: ALTER COLUMN DROP EXPRESSION
-- 15: locks g AE
-- 18: locks g AE

-- set-up:
create table g (a int, b int generated always as (a + 1) stored);

-- statement:
alter table g alter column b drop expression;
