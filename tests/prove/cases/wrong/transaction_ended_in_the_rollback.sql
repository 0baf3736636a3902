-- before:
select 1;
-- apply:
create table public.a (id integer);
-- rollback:
-- loses: every a
drop table public.a;
commit;
-- expect: rollback fails: ends the transaction
