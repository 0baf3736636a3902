-- loses: nothing; every role that may read the tables sees all organizations again

drop policy referral_outbox_organization_policy on public.referral_outbox;
drop policy referral_leaderboard_cache_organization_policy on public.referral_leaderboard_cache;
drop policy student_referrals_organization_policy on public.student_referrals;
drop policy referral_campaign_participants_organization_policy
    on public.referral_campaign_participants;
drop policy referral_campaigns_organization_policy on public.referral_campaigns;

alter table public.referral_outbox disable row level security;
alter table public.referral_leaderboard_cache disable row level security;
alter table public.student_referrals disable row level security;
alter table public.referral_campaign_participants disable row level security;
alter table public.referral_campaigns disable row level security;
