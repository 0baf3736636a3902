-- Hides every index of a table but one from the planner, until the transaction is rolled back.
update pg_index set indisvalid = false
where
    indrelid = %(table)s::regclass
    and indexrelid <> %(index)s::regclass
