-- Dashboards, each number by a query of its own.
select count(public.get_student_referral_dashboard_plain(chosen.id))
from unnest(%(ids)s::uuid[]) as chosen (id)
