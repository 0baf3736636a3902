-- expect: index only idx_points_transactions_referral
-- forbid: seq scan on points_transactions
-- params: uuid, uuid, timestamptz, timestamptz

select sum(award.points_amount) as referral_points
from public.points_transactions as award
where
    award.user_id = $1
    and award.organization_id = $2
    and award.category = 'referral'
    and award.created_at >= $3
    and award.created_at < $4;
