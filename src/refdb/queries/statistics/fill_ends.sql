-- Puts each value into the column of its type.
insert into refdb_ends.ends (number, {columns})
select given.number, {values}
from json_to_recordset(%(rows)s::json) as given (number integer, type integer, value text)
order by given.number
