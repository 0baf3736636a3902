-- loses: nothing
-- transactional: false

drop index concurrently public.user_rankings_organization_id_referral_points_where_success_idx;
