-- The beginning of the files of named indexes, as it was last written out.
select given.name, pg_read_binary_file(pg_relation_filepath(given.number::regclass), 0, 128)
from unnest(%(names)s::text[], %(numbers)s::oid[]) as given (name, number)
