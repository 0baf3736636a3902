-- Achievement check of users, every column of it.
select count(achievement)
from unnest(%(ids)s::uuid[]) as chosen (id)
inner join public.user_rankings as ranking
    on ranking.user_id = chosen.id
cross join lateral public.check_user_achievements(chosen.id, ranking.organization_id) as achievement
