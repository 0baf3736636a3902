-- Where in the table each value is.
select ctid::text, number
from refdb_ends.ends
