-- loses: nothing

-- A constraint cannot be made not valid again: it is added anew.
alter table public.referral_campaigns
    drop constraint referral_campaigns_base_points_are_at_most_100000_check;
alter table public.referral_campaigns
    add constraint referral_campaigns_base_points_are_at_most_100000_check
        check (base_points <= 100000) not valid;

alter table public.student_referrals
    drop constraint student_referrals_enrolled_is_not_deleted_check,
    drop constraint student_referrals_points_need_their_transaction_check;
alter table public.student_referrals
    add constraint student_referrals_points_need_their_transaction_check
        check (
            points_awarded = 0
            or (points_awarded > 0 and points_transaction_id is not null)
        ) not valid,
    add constraint student_referrals_enrolled_is_not_deleted_check
        check (status <> 'enrolled' or deleted_at is null) not valid;
