-- The connections that each of the application's pools had left when it last said so, within a minute.
select
    pool.pool_name,
    pool.free_connections::float8 as free
from public.referral_pool_states as pool
where pool.reported_at > clock_timestamp() - interval '1 minute'
order by pool.free_connections
limit 50
