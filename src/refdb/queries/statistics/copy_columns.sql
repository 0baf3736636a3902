-- Brings rows of column statistics to the server.
copy pg_temp.refdb_rows from stdin
