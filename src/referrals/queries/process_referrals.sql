-- Enrolls and awards many referrals.
select
    bulk.processed,
    bulk.failed,
    bulk.total_time_ms,
    now() as changed_at
from public.bulk_process_referrals(%(ids)s) as bulk
