-- The smallest and the greatest value of a column, each by one look into an index.
select
    (select {key}::text as found from only {table} where {key} is not null order by {key} limit 1),
    (select {key}::text as found from only {table} where {key} is not null order by {key} desc limit 1)
