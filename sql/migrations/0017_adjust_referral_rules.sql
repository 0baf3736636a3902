-- why: Every award has its ledger row, also one of 0 points, and an enrolled referral stays.
-- depends: 0016_validate_referral_totals

-- Not valid at first: reading the whole table would hold up its writers. 0018 validates.
alter table public.student_referrals
    add constraint student_referrals_points_need_their_transaction_check
        check (
            points_awarded = 0
            or (points_awarded > 0 and points_transaction_id is not null)
        ) not valid,
    add constraint student_referrals_enrolled_is_not_deleted_check
        check (status <> 'enrolled' or deleted_at is null) not valid;

alter table public.student_referrals
    drop constraint student_referrals_points_come_with_their_transaction_check;

alter table public.referral_campaigns
    add constraint referral_campaigns_base_points_are_at_most_100000_check
        check (base_points <= 100000) not valid;

comment on column public.student_referrals.points_awarded is
    'Points that the referrer got; 0 until the award, or for an award that came to nothing.';
comment on column public.referral_campaigns.max_referrals is
    'Number of referrals that the campaign awards in all, in the order of their enrollment; null'
    ' without a cap.';
comment on table public.referral_campaign_participants is
    'Who takes part in which campaign; one without any participant is open to everybody.';
