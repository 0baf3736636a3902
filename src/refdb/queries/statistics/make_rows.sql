-- Makes a table with columns of the types that extended statistics are about; it is rolled back.
create table refdb_ends.{rows} ({columns}) as
select {expressions}
from {table}
with no data
