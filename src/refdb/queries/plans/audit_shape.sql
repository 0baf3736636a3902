-- Prepares a statement, whose columns are then asked for.
savepoint refdb_audit;
select {settings};
prepare {name}{types} as
{query}
