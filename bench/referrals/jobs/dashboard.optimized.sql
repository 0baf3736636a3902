-- Dashboards.
select count(public.get_student_referral_dashboard(chosen.id))
from unnest(%(ids)s::uuid[]) as chosen (id)
