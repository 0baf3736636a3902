-- loses: nothing
-- transactional: false

drop index concurrently public.idx_points_transactions_referral;
