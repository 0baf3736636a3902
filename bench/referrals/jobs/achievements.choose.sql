-- Users whose achievements are checked.
select array_agg(chosen.user_id)
from (
    select ranking.user_id
    from public.user_rankings as ranking
    order by md5(ranking.user_id::text)
    limit 200
) as chosen
