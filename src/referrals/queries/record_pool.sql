-- Tells the database's own alerts how many connections the pool has left.
select public.record_referral_pool(%(name)s, %(free)s)
