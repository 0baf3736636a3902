-- Rows of a table that a partial index would have: only planned, never run.
select from {table} where {predicate}
