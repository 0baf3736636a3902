-- loses: every campaign and who takes part in it

drop table public.referral_campaign_participants;
drop table public.referral_campaigns;
