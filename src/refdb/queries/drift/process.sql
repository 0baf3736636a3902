-- The server process of this transaction; a pooler tells its clients another number.
select pg_backend_pid()
