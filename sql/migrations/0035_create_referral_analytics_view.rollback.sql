-- loses: nothing

drop view public.referral_analytics;

revoke select on public.mv_referral_analytics from referral_owner;
