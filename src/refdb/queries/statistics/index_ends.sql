-- An index of one column, with an entry for each row.
create index on refdb_ends.ends using btree ({column}) with (deduplicate_items = off)
