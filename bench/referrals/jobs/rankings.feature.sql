-- Student rankings of organizations.
select count(ranking.full_name)
from unnest(%(ids)s::uuid[]) as chosen (id)
cross join lateral public.get_student_rankings(chosen.id) as ranking
