-- why: How much of a campaign's cap is used up is counted from the index alone, and no further
--   than the cap.
-- depends: 0022_create_referral_entry_points
-- transactional: false

create index concurrently student_referrals_campaign_id_where_awarded_idx
    on public.student_referrals (campaign_id)
    include (id)
    where points_transaction_id is not null;
