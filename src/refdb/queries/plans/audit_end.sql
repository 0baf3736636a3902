-- Takes back what was set for one statement.
rollback to savepoint refdb_audit
