-- What this database has counted: blocks read and hit, temporary files, deadlocks, transactions.
select
    counted.blks_hit::float8 as hits,
    counted.blks_read::float8 as reads,
    counted.temp_bytes::float8 as temp_bytes,
    counted.temp_files::float8 as temp_files,
    counted.deadlocks::float8 as deadlocks,
    counted.xact_commit::float8 as commits,
    counted.xact_rollback::float8 as rollbacks
from pg_stat_database as counted
where counted.datname = current_database()
