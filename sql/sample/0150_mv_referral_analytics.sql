-- purpose: The analytics of the referrals, as they are when the time ends.

refresh materialized view public.mv_referral_analytics;
