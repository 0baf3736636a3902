-- loses: nothing
-- transactional: false

drop index concurrently public.idx_user_rankings_referral_correlation;
