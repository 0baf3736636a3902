-- before:
do $$begin execute format('alter role prove_app in database %I set work_mem = ''8MB''', current_database()); end$$;
-- apply:
do $$begin execute format('alter role prove_app in database %I set work_mem = ''9MB''', current_database()); end$$;
-- rollback:
do $$begin execute format('alter role prove_app in database %I reset work_mem', current_database()); end$$;
-- expect: not reversible: settings of role prove_app: removed
