-- why: The referrals and campaigns that were there before the rules are checked while writers go
--   on.
-- depends: 0017_adjust_referral_rules

alter table public.student_referrals
    validate constraint student_referrals_points_need_their_transaction_check;
alter table public.student_referrals
    validate constraint student_referrals_enrolled_is_not_deleted_check;
alter table public.referral_campaigns
    validate constraint referral_campaigns_base_points_are_at_most_100000_check;
