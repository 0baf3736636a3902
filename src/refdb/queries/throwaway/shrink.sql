-- Takes the dead rows out of the catalog and the ledger, whose files every clone copies. Tables of
-- the schema stay as they are: their numbers of rows and pages are what plans are made from.
vacuum (full)
    pg_catalog.pg_attrdef,
    pg_catalog.pg_attribute,
    pg_catalog.pg_class,
    pg_catalog.pg_constraint,
    pg_catalog.pg_depend,
    pg_catalog.pg_description,
    pg_catalog.pg_index,
    pg_catalog.pg_policy,
    pg_catalog.pg_proc,
    pg_catalog.pg_rewrite,
    pg_catalog.pg_statistic,
    pg_catalog.pg_trigger,
    pg_catalog.pg_type,
    refdb.migration,
    refdb.object
