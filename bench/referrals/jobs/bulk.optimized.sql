-- Enrolls referrals as one set.
select result.processed
from public.bulk_process_referrals(%(ids)s::uuid[]) as result
