-- Hides indexes from the planner, until the transaction is rolled back.
update pg_index set indisvalid = false
where indexrelid = any(%(names)s::regclass[])
