-- Gives back the lock of the one refdb that may change this database.
select pg_advisory_unlock(hashtext('refdb'), hashtext('migrate'))
