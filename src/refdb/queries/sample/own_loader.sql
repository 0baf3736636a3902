-- What a loader sets who may not load as a replica: every commit reaches the log, as in loader.sql.
set synchronous_commit = on;
set maintenance_work_mem = '256MB';
