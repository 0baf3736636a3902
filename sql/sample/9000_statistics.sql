-- purpose: What autovacuum would have done in a database with this history.

-- Vacuum, because without it no page is known to be visible to all, and the planner expects an
-- index-only scan to read the table as well. It marks only what is in the log for certain, and the
-- rows may have been committed without waiting for that: this commit waits, for them too.
set synchronous_commit = on;
analyze;
vacuum;
reset synchronous_commit;
