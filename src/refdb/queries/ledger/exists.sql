-- Which parts of the ledger are here: yoyo's tables, refdb's tables.
select
    to_regclass('public._yoyo_migration') is not null,
    to_regclass('refdb.migration') is not null and to_regclass('refdb.step') is not null
