-- The plan of reading an index from one end: its cost before the first row is the descent's.
explain (format json) select from only {table} where {predicate} order by {keys}
