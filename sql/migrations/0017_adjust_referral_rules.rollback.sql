-- loses: the link between a referral whose award came to 0 points and its ledger row, which both
--   stay

comment on table public.referral_campaign_participants is
    'Who takes part in which campaign.';
comment on column public.referral_campaigns.max_referrals is
    'Number of referrals that the campaign takes in all; null without a cap.';
comment on column public.student_referrals.points_awarded is
    'Points that the referrer got; 0 until the award.';

alter table public.referral_campaigns
    drop constraint referral_campaigns_base_points_are_at_most_100000_check;

update public.student_referrals
set points_transaction_id = null
where points_awarded = 0 and points_transaction_id is not null;

alter table public.student_referrals
    add constraint student_referrals_points_come_with_their_transaction_check
        check (points_awarded >= 0 and (points_awarded > 0) = (points_transaction_id is not null));

alter table public.student_referrals
    drop constraint student_referrals_enrolled_is_not_deleted_check,
    drop constraint student_referrals_points_need_their_transaction_check;
