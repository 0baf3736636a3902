-- The role that migrates this database, as SQL: the ledger's owner, else the database's.
select quote_ident(pg_get_userbyid(coalesce(
    (select relowner from pg_catalog.pg_class where oid = to_regclass('refdb.migration')),
    (select relowner from pg_catalog.pg_class where oid = to_regclass('public._yoyo_migration')),
    (select datdba from pg_catalog.pg_database where datname = current_database())
)))
