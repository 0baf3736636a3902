-- In the transaction only, for behind a pooler the session is somebody else's next: waits for nobody, and ends soon.
select
    set_config('lock_timeout', '100ms', true),
    set_config('statement_timeout', '2s', true),
    set_config('search_path', 'pg_catalog', true),
    set_config('jit', 'off', true)
