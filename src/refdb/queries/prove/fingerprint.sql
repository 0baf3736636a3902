-- How many rows a table has, and sums of hashes, the same in whatever order: of whole rows, of each column.
select
    count(*) as count,
    sum(hashtextextended(row({columns})::text collate "C", 0)) as whole,
    array[{hashes}]::numeric[] as hashes
from {only} {table} as given
