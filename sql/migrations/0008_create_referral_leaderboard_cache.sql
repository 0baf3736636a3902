-- why: A leaderboard is read far more often than it changes.
-- depends: 0007_create_student_referrals

create table public.referral_leaderboard_cache (
    organization_id uuid not null,
    cache_key text not null,
    cache_data jsonb not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    constraint referral_leaderboard_cache_pkey primary key (organization_id, cache_key),
    constraint referral_leaderboard_cache_organization_id_fkey
        foreign key (organization_id) references public.organizations (id) on delete cascade,
    constraint referral_leaderboard_cache_key_is_1_to_100_characters_check
        check (char_length(cache_key) between 1 and 100),
    constraint referral_leaderboard_cache_expiry_is_after_creation_check
        check (expires_at > created_at)
);

create index idx_referral_leaderboard_cache_lookup
    on public.referral_leaderboard_cache (organization_id, cache_key, expires_at);
create index referral_leaderboard_cache_expires_at_idx
    on public.referral_leaderboard_cache (expires_at);

comment on table public.referral_leaderboard_cache is
    'Leaderboards that were computed already; any row may be deleted at any time.';
comment on column public.referral_leaderboard_cache.cache_key is
    'What the leaderboard is of, such as its kind, period and length; up to 100 characters.';
comment on column public.referral_leaderboard_cache.expires_at is
    'When the row must no longer be served: 5 minutes after it was computed.';
comment on column public.referral_leaderboard_cache.created_at is
    'When the leaderboard was computed; set anew each time that it is.';
comment on index public.idx_referral_leaderboard_cache_lookup is
    'Answers from the index alone whether a leaderboard is still fresh.';
comment on index public.referral_leaderboard_cache_expires_at_idx is
    'Finds what the hourly clean-up deletes.';
