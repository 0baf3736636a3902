-- Gives relations the row and page counts of a statistics set.
update pg_catalog.pg_class as class
set
    reltuples = given.rows,
    relpages = given.pages,
    relallvisible = given.all_visible
from json_to_recordset(%(rows)s::json) as given (
    number oid, rows real, pages integer, all_visible integer
)
where class.oid = given.number
