-- before:
create table public.t (a integer);
-- apply:
do $$begin execute format('alter role prove_app in database %I set work_mem = ''8MB''', current_database()); end$$;
-- rollback:
select 1;
-- expect: not reversible: settings of role prove_app: added
