-- Admin dashboards of organizations, every column of them.
select count(dashboard)
from unnest(%(ids)s::uuid[]) as chosen (id)
cross join lateral public.get_admin_dashboard(chosen.id, '2026-08-01') as dashboard
