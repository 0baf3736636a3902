-- Marks where a caller's transaction stands.
savepoint refdb_snapshot
