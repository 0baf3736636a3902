-- Answers whether this session now holds the lock of a throwaway, that ends with the session.
select pg_catalog.pg_try_advisory_lock(%s);
