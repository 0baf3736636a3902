-- Answers the students of an organization who have referred the most, and lately.
select ranking.student_id
from public.user_rankings as ranking
where
    ranking.organization_id = %(organization_id)s
    and ranking.student_id is not null
    and ranking.total_referrals > 0
order by
    ranking.updated_at desc,
    ranking.total_referrals desc,
    ranking.student_id
limit %(limit)s
