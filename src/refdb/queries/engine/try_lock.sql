-- Tries to take the lock of the one refdb that may change this database; never waits.
-- A session waiting inside pg_advisory_lock would hold a snapshot that blocks an index build.
select pg_try_advisory_lock(hashtext('refdb'), hashtext('migrate'))
