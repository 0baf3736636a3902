-- Student rankings of organizations, every column of them.
select count(ranking)
from unnest(%(ids)s::uuid[]) as chosen (id)
cross join lateral public.get_student_rankings(chosen.id) as ranking
