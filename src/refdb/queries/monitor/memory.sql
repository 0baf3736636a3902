-- The settings that decide how much memory the server may take, in bytes.
select
    pg_size_bytes(current_setting('shared_buffers'))::float8 as shared_buffers,
    pg_size_bytes(current_setting('work_mem'))::float8 as work_mem,
    pg_size_bytes(current_setting('maintenance_work_mem'))::float8 as maintenance_work_mem,
    current_setting('hash_mem_multiplier')::float8 as hash_mem_multiplier,
    current_setting('autovacuum_max_workers')::float8 as autovacuum_workers,
    current_setting('max_connections')::float8 as connections
