-- Builds the indexes of a table that was filled without them.
reindex table {table}
