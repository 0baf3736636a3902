-- loses: nothing
-- transactional: false

create index concurrently referral_campaign_participants_organization_id_idx
    on public.referral_campaign_participants (organization_id);
drop index concurrently public.referral_campaign_participants_organization_id_campaign_id_idx;

create index concurrently student_referrals_campaign_id_where_awarded_new_idx
    on public.student_referrals (campaign_id)
    include (id)
    where points_transaction_id is not null;
drop index concurrently public.student_referrals_campaign_id_where_awarded_idx;
alter index public.student_referrals_campaign_id_where_awarded_new_idx
    rename to student_referrals_campaign_id_where_awarded_idx;

create index concurrently idx_student_referrals_performance_new
    on public.student_referrals (referrer_id, status, created_at desc)
    include (points_awarded, enrolled_student_id);
drop index concurrently public.idx_student_referrals_performance;
alter index public.idx_student_referrals_performance_new
    rename to idx_student_referrals_performance;
comment on index public.idx_student_referrals_performance is
    'A referrer''s referrals of a status, newest first, with what they brought.';
