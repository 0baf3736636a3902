-- Forgets the prepared query.
deallocate refdb_plan
