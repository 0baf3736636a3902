-- loses: nothing
-- transactional: false

drop index concurrently public.student_referrals_campaign_id_where_awarded_idx;
