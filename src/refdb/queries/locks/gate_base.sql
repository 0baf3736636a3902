-- Locks a table and its indexes in ACCESS SHARE: a plan is made, and no row is read.
select from only {table} limit 0
