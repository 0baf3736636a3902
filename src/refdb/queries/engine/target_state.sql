-- Whether this server can be written to, and which of its processes answers.
select
    pg_is_in_recovery() as is_standby,
    current_setting('transaction_read_only') = 'on' as is_read_only,
    pg_backend_pid() as pid
