-- Which parts of the ledger are here: yoyo's tables, refdb's first ones, its later ones.
select
    to_regclass('public._yoyo_migration') is not null,
    to_regclass('refdb.migration') is not null and to_regclass('refdb.step') is not null,
    to_regclass('refdb.object') is not null
    and to_regclass('refdb.overwritten') is not null
    and to_regclass('refdb.redo') is not null
