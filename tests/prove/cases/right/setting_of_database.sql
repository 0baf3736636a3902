-- before:
create table public.t (a integer);
-- apply:
do $$begin execute format('alter database %I set work_mem = ''9MB''', current_database()); end$$;
-- rollback:
do $$begin execute format('alter database %I reset work_mem', current_database()); end$$;
-- expect: reversible
