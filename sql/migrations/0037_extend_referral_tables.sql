-- why: It is known where a referral came from, which measured calls failed and what waits for
--   what.
-- depends: 0036_cover_organizations_in_indexes

-- Nothing writes to the outbox before 0039, so it is empty. First, because the locks below
-- are held from where they are taken.
create index referral_outbox_processed_at_where_processed_idx
    on public.referral_outbox (processed_at)
    where processed_at is not null;

-- Each column has a constant default, or none: no row is written.
alter table public.student_referrals
    add column source text not null default 'unknown',
    -- Not valid at first: reading the whole table would hold up its writers. 0038 validates.
    add constraint student_referrals_source_is_known_check
        check (
            source in ('unknown', 'in_person', 'phone', 'social_media', 'website', 'event', 'other')
        ) not valid;

alter table public.referral_performance_metrics
    add column is_error boolean not null default false;

alter table public.referral_view_refreshes
    add column stale_since timestamptz;

grant insert (source), update (source)
    on public.student_referrals
    to referral_app, referral_admin;
grant insert (is_error)
    on public.referral_performance_metrics
    to referral_app, referral_admin;
grant select (stale_since)
    on public.referral_view_refreshes
    to referral_app, referral_readonly, referral_admin;

comment on column public.student_referrals.source is
    'By which way the recommendation was made: in_person, phone, social_media, website, event,'
    ' other, or unknown for one that was entered without it.';
comment on column public.referral_performance_metrics.is_error is
    'Whether what was measured ended with an error.';
comment on column public.referral_view_refreshes.stale_since is
    'When the first status moved that the view does not show yet; null when none is known.';
comment on index public.referral_outbox_processed_at_where_processed_idx is
    'Finds what the daily clean-up deletes.';
comment on column public.referral_outbox.available_at is
    'Not to be tried before; moved on after a failure, and infinity for a dead letter.';
comment on column public.referral_outbox.attempts is
    'How often a worker has tried and failed, since the work was entered or put back.';
