-- purpose: Keeps a referral with its organization and its referrer, whose totals count it.
-- requires: reject_referral_change

create or replace trigger reject_referral_transfers
before update of organization_id, referrer_id on public.student_referrals
for each row
when (
    old.organization_id is distinct from new.organization_id
    or old.referrer_id is distinct from new.referrer_id
)
execute function public.reject_referral_change('RD004');

comment on trigger reject_referral_transfers on public.student_referrals is
    'Raises RD004 when the organization or the referrer would change.';
