-- Loads rows as a replica would: no trigger fires, no foreign key is looked up. Every commit reaches
-- the log, because vacuum takes rows whose commit has not for rows that someone may not see.
set session_replication_role = replica;
set synchronous_commit = on;
set maintenance_work_mem = '256MB';
