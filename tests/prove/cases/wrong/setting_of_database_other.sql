-- before:
do $$begin execute format('alter database %I set work_mem = ''8MB''', current_database()); end$$;
-- apply:
do $$begin execute format('alter database %I set work_mem = ''9MB''', current_database()); end$$;
-- rollback:
do $$begin execute format('alter database %I set work_mem = ''7MB''', current_database()); end$$;
-- expect: not reversible: settings of the database: setting work_mem: 8MB → 7MB
