-- Sets the timeouts of a non-transactional migration's statements for the session.
select
    set_config('lock_timeout', %(lock_timeout)s, false),
    set_config('statement_timeout', %(statement_timeout)s, false),
    set_config('client_connection_check_interval', %(client_check)s, false)
