-- Lets go of the lock of a throwaway.
select pg_catalog.pg_advisory_unlock(%s);
