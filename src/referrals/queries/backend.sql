-- Answers the server's own number of this session, and whether it is a standby.
select
    pg_backend_pid(),
    pg_is_in_recovery()
