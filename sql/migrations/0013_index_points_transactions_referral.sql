-- why: A user's referral points are summed from the index alone, over all time or a period.
-- depends: 0012_index_user_rankings_referral_correlation
-- transactional: false

create index concurrently idx_points_transactions_referral
    on public.points_transactions (user_id, organization_id, created_at desc)
    include (points_amount)
    where category = 'referral';
