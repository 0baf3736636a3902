-- expect: index only idx_points_transactions_referral
-- forbid: seq scan on points_transactions
-- params: uuid, uuid

select sum(point.points_amount) as referral_points
from public.points_transactions as point
where
    point.user_id = $1
    and point.organization_id = $2
    and point.category = 'referral';
