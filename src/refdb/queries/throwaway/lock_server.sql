-- Waits until nobody else makes a schema on this server: roles are the whole server's.
select pg_advisory_lock(7259318)
