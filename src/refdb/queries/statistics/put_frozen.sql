-- Gives relations their count of frozen pages, which PostgreSQL 18 keeps.
update pg_catalog.pg_class as class
set relallfrozen = given.all_frozen
from json_to_recordset(%(rows)s::json) as given (number oid, all_frozen integer)
where class.oid = given.number and given.all_frozen is not null
