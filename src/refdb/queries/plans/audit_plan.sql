-- The plan of a statement for any values, as its function's settings and its role make it.
savepoint refdb_audit;
select {settings};
prepare {name}{types} as
{query};
explain (format json, verbose{generic}) execute {name}{values};
deallocate {name};
rollback to savepoint refdb_audit
