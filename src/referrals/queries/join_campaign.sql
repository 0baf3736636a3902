-- Enters a user among a campaign's participants; twice is as once.
insert into public.referral_campaign_participants (campaign_id, organization_id, user_id)
values (%(campaign_id)s, %(organization_id)s, %(user_id)s)
on conflict do nothing
