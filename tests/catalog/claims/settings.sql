-- Settings that sessions begin with in this database.
-- claim: settings of role {s}_r: added
-- hidden: pg_dump writes it with --create alone
create role {s}_r;
-- change
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;
-- undo
do $$begin execute format('alter role {s}_r in database %I reset work_mem', current_database()); end$$;

-- claim: settings of role {s}_r: removed
-- hidden: pg_dump writes it with --create alone
create role {s}_r;
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;
-- change
do $$begin execute format('alter role {s}_r in database %I reset work_mem', current_database()); end$$;
-- undo
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;

-- claim: settings of role {s}_r: setting work_mem: 64MB → 8MB
-- hidden: pg_dump writes it with --create alone
create role {s}_r;
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;
-- change
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''8MB''', current_database()); end$$;
-- undo
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;

-- claim: settings of role {s}_r: setting search_path: none → "A b", {s}
-- hidden: pg_dump writes it with --create alone
create role {s}_r;
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;
-- change
do $$begin execute format('alter role {s}_r in database %I set search_path = "A b", {s}', current_database()); end$$;
-- undo
do $$begin execute format('alter role {s}_r in database %I reset search_path', current_database()); end$$;

-- claim: settings of role {s}_r: setting {s}.rate: none → 5%'s \ $ of it
-- hidden: pg_dump writes it with --create alone
create role {s}_r;
do $$begin execute format('alter role {s}_r in database %I set work_mem = ''64MB''', current_database()); end$$;
-- change
do $$begin execute format('alter role {s}_r in database %I set {s}.rate = ''5%%''''s \ $ of it''', current_database()); end$$;
-- undo
do $$begin execute format('alter role {s}_r in database %I reset {s}.rate', current_database()); end$$;

-- claim: settings of the database: setting {s}.x: none → 1
-- hidden: pg_dump writes it with --create alone
do $$begin execute format('alter database %I set refdb.claims = ''on''', current_database()); end$$;
-- change
do $$begin execute format('alter database %I set {s}.x = ''1''', current_database()); end$$;
-- undo
do $$begin execute format('alter database %I reset {s}.x', current_database()); end$$;

-- claim: settings of the database: setting {s}.x: 1 → none
-- hidden: pg_dump writes it with --create alone
do $$begin execute format('alter database %I set {s}.x = ''1''', current_database()); end$$;
do $$begin execute format('alter database %I set refdb.claims = ''on''', current_database()); end$$;
-- change
do $$begin execute format('alter database %I reset {s}.x', current_database()); end$$;
-- undo
do $$begin execute format('alter database %I set {s}.x = ''1''', current_database()); end$$;
