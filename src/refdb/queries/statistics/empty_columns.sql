-- Makes room for other rows of column statistics.
truncate pg_temp.refdb_rows
