-- Work that is due in the outbox, for how many seconds the oldest is, and dead letters.
select
    count(*) filter (where work.available_at <= clock_timestamp())::float8 as due,
    coalesce(extract(
        epoch from clock_timestamp()
        - min(work.available_at) filter (where work.available_at <= clock_timestamp())
    ), 0)::float8 as seconds,
    count(*) filter (where work.available_at = 'infinity')::float8 as dead
from public.referral_outbox as work
where work.processed_at is null
