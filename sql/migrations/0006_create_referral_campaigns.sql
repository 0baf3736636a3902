-- why: A school runs campaigns in which a referral is worth more, for a time and for some users.
-- depends: 0005_add_referral_totals

create table public.referral_campaigns (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    name text not null,
    code text not null,
    starts_at timestamptz not null,
    ends_at timestamptz,
    base_points integer not null default 100,
    multiplier numeric(4, 2) not null default 1.00,
    max_referrals integer,
    is_active boolean not null default true,
    created_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint referral_campaigns_pkey primary key (id),
    constraint referral_campaigns_organization_id_code_key unique (organization_id, code),
    constraint referral_campaigns_id_organization_id_key unique (id, organization_id),
    constraint referral_campaigns_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint referral_campaigns_created_by_fkey
        foreign key (created_by) references public.profiles (id),
    constraint referral_campaigns_name_is_1_to_200_characters_check
        check (name ~ '\S' and char_length(name) <= 200),
    constraint referral_campaigns_code_is_upper_case_without_spaces_check
        check (code ~ '^[A-Z0-9][A-Z0-9-]*$' and char_length(code) <= 30),
    constraint referral_campaigns_end_is_after_start_check
        check (ends_at > starts_at),
    constraint referral_campaigns_base_points_are_not_negative_check
        check (base_points >= 0),
    constraint referral_campaigns_multiplier_is_above_0_and_at_most_10_check
        check (multiplier > 0 and multiplier <= 10),
    constraint referral_campaigns_max_referrals_is_positive_check
        check (max_referrals > 0)
);

create index idx_referral_campaigns_active
    on public.referral_campaigns (organization_id, starts_at desc, ends_at)
    where is_active;
create index referral_campaigns_created_by_idx
    on public.referral_campaigns (created_by);

comment on table public.referral_campaigns is
    'A period in which an organization rewards referrals by rules of their own.';
comment on column public.referral_campaigns.code is
    'Short name that users type, unique in the organization.';
comment on column public.referral_campaigns.starts_at is
    'First moment at which a referral counts for the campaign.';
comment on column public.referral_campaigns.ends_at is
    'First moment at which a referral counts no more; null for a campaign without end.';
comment on column public.referral_campaigns.base_points is
    'Points of one enrolled referral before the multiplier.';
comment on column public.referral_campaigns.multiplier is
    'Factor on the base points, above 0 and at most 10.';
comment on column public.referral_campaigns.max_referrals is
    'Number of referrals that the campaign takes in all; null without a cap.';
comment on column public.referral_campaigns.is_active is
    'Whether the campaign is switched on; it runs only inside its period as well.';
comment on column public.referral_campaigns.created_by is
    'The profile that set the campaign up.';
comment on column public.referral_campaigns.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on constraint referral_campaigns_id_organization_id_key on public.referral_campaigns is
    'Lets other tables reference a campaign together with the organization, never across it.';
comment on index public.idx_referral_campaigns_active is
    'Finds the campaigns that an organization runs at a moment.';

create table public.referral_campaign_participants (
    campaign_id uuid not null,
    organization_id uuid not null,
    user_id uuid not null,
    joined_at timestamptz not null default now(),
    constraint referral_campaign_participants_pkey primary key (campaign_id, user_id),
    constraint referral_campaign_participants_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint referral_campaign_participants_campaign_id_fkey
        foreign key (campaign_id, organization_id)
        references public.referral_campaigns (id, organization_id),
    constraint referral_campaign_participants_user_id_fkey
        foreign key (user_id, organization_id)
        references public.user_rankings (user_id, organization_id)
);

create index referral_campaign_participants_user_id_organization_id_idx
    on public.referral_campaign_participants (user_id, organization_id);
create index referral_campaign_participants_organization_id_idx
    on public.referral_campaign_participants (organization_id);

comment on table public.referral_campaign_participants is
    'Who takes part in which campaign.';
