-- says: SET LOGGED
-- 15: locks u AE; writes u; reads u; waits reads and writes on u
-- 18: locks u AE; writes u; reads u; waits reads and writes on u

-- set-up:
create unlogged table u (id int);

-- statement:
alter table u set logged;
