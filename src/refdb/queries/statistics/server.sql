-- What a server says of itself, by which refdb knows its own throwaways.
select
    jsonb_build_object(
        'autovacuum', current_setting('autovacuum'),
        'block_size', current_setting('block_size'),
        'fsync', current_setting('fsync'),
        'full_page_writes', current_setting('full_page_writes'),
        'in_recovery', case when pg_is_in_recovery() then 'on' else 'off' end,
        'listen_addresses', current_setting('listen_addresses'),
        'max_wal_senders', current_setting('max_wal_senders'),
        'segment_pages', (
            select setting from pg_catalog.pg_settings where name = 'segment_size'
        ),
        'superuser', current_setting('is_superuser'),
        'wal_level', current_setting('wal_level')
    ) as settings,
    current_setting('data_directory') as data_directory,
    current_setting('cluster_name') as cluster_name,
    current_setting('unix_socket_directories') as sockets,
    pg_read_file('postmaster.pid') as status
