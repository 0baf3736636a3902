-- Puts a caller's settings back, and its transaction in order again after a failure.
rollback to savepoint refdb_snapshot;
release savepoint refdb_snapshot
