-- Tells the caches, when this transaction commits, whose answers it has changed.
select pg_notify('referral_cache', %(payload)s)
