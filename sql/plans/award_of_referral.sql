-- expect: index points_transactions_reference_id_where_student_referral_idx
-- forbid: seq scan on points_transactions
-- params: uuid

-- The ledger row of a referral, which the same index keeps from being a second one.
select
    award.id,
    award.points_amount
from public.points_transactions as award
where
    award.reference_type = 'student_referral'
    and award.reference_id = $1;
