-- Enrolls referrals one after the other.
select result.processed
from public.process_referrals(%(ids)s::uuid[]) as result
