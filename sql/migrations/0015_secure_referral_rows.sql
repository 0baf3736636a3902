-- why: An organization sees and changes its own referrals only, whatever a query forgets.
-- depends: 0014_forbid_double_referral_awards

-- Not referral_performance_metrics: it holds no organization's data, grants alone protect it.
alter table public.referral_campaigns enable row level security;
alter table public.referral_campaign_participants enable row level security;
alter table public.student_referrals enable row level security;
alter table public.referral_leaderboard_cache enable row level security;
alter table public.referral_outbox enable row level security;

create policy referral_campaigns_organization_policy
    on public.referral_campaigns
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy referral_campaigns_organization_policy on public.referral_campaigns is
    'Only the current organization''s rows are seen and changed.';

create policy referral_campaign_participants_organization_policy
    on public.referral_campaign_participants
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy referral_campaign_participants_organization_policy
    on public.referral_campaign_participants is
    'Only the current organization''s rows are seen and changed.';

create policy student_referrals_organization_policy
    on public.student_referrals
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy student_referrals_organization_policy on public.student_referrals is
    'Only the current organization''s rows are seen and changed.';

create policy referral_leaderboard_cache_organization_policy
    on public.referral_leaderboard_cache
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy referral_leaderboard_cache_organization_policy
    on public.referral_leaderboard_cache is
    'Only the current organization''s rows are seen and changed.';

create policy referral_outbox_organization_policy
    on public.referral_outbox
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy referral_outbox_organization_policy on public.referral_outbox is
    'Only the current organization''s rows are seen and changed.';
