-- What a policy's condition reads and calls, as a query of its table.
select 1 as one from only {table} where {condition}
