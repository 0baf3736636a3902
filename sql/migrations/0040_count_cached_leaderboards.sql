-- why: However many readers come at once a leaderboard is built once; hits and misses are counted.
-- depends: 0039_move_referrals_once_a_statement

-- Made by `refdb make` from the object files.

create or replace function public.count_referral_leaderboard(
    p_can_write boolean,
    p_is_hit boolean
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    select
        case
            -- A read-only transaction advances no sequence.
            when not p_can_write then null
            when p_is_hit then nextval('public.referral_leaderboard_hits'::regclass)
            else nextval('public.referral_leaderboard_misses'::regclass)
        end;
end;

comment on function public.count_referral_leaderboard(boolean, boolean) is
    'Advances referral_leaderboard_hits or referral_leaderboard_misses, where the transaction can.';

revoke all on function public.count_referral_leaderboard(boolean, boolean) from public;
grant execute on function public.count_referral_leaderboard(boolean, boolean)
    to referral_app, referral_readonly, referral_admin;

create or replace function public.get_referral_cache_hit_rate(
    p_window interval default interval '15 minutes'
)
returns table (
    hits bigint,
    misses bigint,
    hit_rate numeric,
    since timestamptz
)
language sql
stable
parallel unsafe
called on null input
security invoker
begin atomic
    with counted as (
        select
            coalesce(pg_sequence_last_value('public.referral_leaderboard_hits'::regclass), 0)
                as hits,
            coalesce(pg_sequence_last_value('public.referral_leaderboard_misses'::regclass), 0)
                as misses
    ),
    -- The last sample before the window, or what is nearest to it. A counter that is below its
    -- sample has begun anew since, and counts from 0.
    start as (
        (
            select
                sample.hits,
                sample.misses,
                sample.sampled_at
            from public.referral_cache_samples as sample
            inner join counted
                on
                    counted.hits >= sample.hits
                    and counted.misses >= sample.misses
            where sample.sampled_at <= now() - p_window
            order by sample.sampled_at desc
            limit 1
        )
        union all
        (
            select
                sample.hits,
                sample.misses,
                sample.sampled_at
            from public.referral_cache_samples as sample
            inner join counted
                on
                    counted.hits >= sample.hits
                    and counted.misses >= sample.misses
            where sample.sampled_at > now() - p_window
            order by sample.sampled_at
            limit 1
        )
        order by sampled_at
        limit 1
    )
    select
        counted.hits - coalesce(start.hits, 0) as hits,
        counted.misses - coalesce(start.misses, 0) as misses,
        round(
            100.0 * (counted.hits - coalesce(start.hits, 0))
            / nullif(
                counted.hits - coalesce(start.hits, 0)
                + counted.misses - coalesce(start.misses, 0),
                0
            ),
            2
        ) as hit_rate,
        start.sampled_at as since
    from counted
    left join start on true;
end;

comment on function public.get_referral_cache_hit_rate(interval) is
    'Hits, misses and hits in percent since the last sample before the window (since null: ever).';

revoke all on function public.get_referral_cache_hit_rate(interval) from public;

create or replace function public.get_referral_leaderboard_cached(
    p_organization_id uuid,
    p_period text default 'all',
    p_limit integer default 10
)
returns table (
    rank bigint,
    user_id uuid,
    user_type text,
    full_name text,
    successful_referrals bigint,
    referral_points bigint
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key text := 'referral_leaderboard:' || p_period;
    v_asked_at timestamptz := clock_timestamp();
    v_data jsonb;
    v_expires_at timestamptz;
    v_turn text;
    v_built_at timestamptz;
    v_can_store boolean;
begin
    if (p_limit between 1 and 100) is not true then
        perform public.raise_referral_error('RD009', format('The limit is %L.', p_limit));
    end if;

    v_can_store := coalesce(current_setting('app.leaderboard_cache', true), '') <> 'off'
        and current_setting('transaction_read_only') = 'off'
        and current_setting('transaction_isolation') = 'read committed'
        and has_table_privilege('public.referral_leaderboard_cache', 'insert');

    if coalesce(current_setting('app.leaderboard_cache', true), '') <> 'off' then
        select
            cache.cache_data,
            cache.expires_at
        into
            v_data,
            v_expires_at
        from public.referral_leaderboard_cache as cache
        where
            cache.organization_id = p_organization_id
            and cache.cache_key = v_key
            and cache.expires_at > v_asked_at - interval '5 minutes';
    end if;

    if (v_expires_at > v_asked_at) is not true and v_can_store then
        -- With an old one at hand the lock is only tried.
        v_turn := public.wait_for_referral_leaderboard(
            p_organization_id,
            p_period,
            v_data is null
        );

        if v_turn <> 'busy' then
            -- Whoever had the lock may have rebuilt it after the read above. Who has waited for that
            -- is served it even if it has expired: it is what those with an old one are served.
            v_built_at := clock_timestamp();

            select
                cache.cache_data,
                cache.expires_at
            into
                v_data,
                v_expires_at
            from public.referral_leaderboard_cache as cache
            where
                cache.organization_id = p_organization_id
                and cache.cache_key = v_key
                and (
                    cache.expires_at > v_built_at
                    or (
                        v_turn = 'waited'
                        and cache.expires_at > v_asked_at - interval '5 minutes'
                    )
                );

            if not found then
                v_data := null;
            end if;
        end if;
    end if;

    if v_data is not null then
        perform public.count_referral_leaderboard(v_can_store, true);
    else
        -- Tried, never waited for: a change shares this lock until it commits.
        v_expires_at := case
            when
                v_built_at is not null
                and pg_try_advisory_xact_lock(
                    public.get_referral_leaderboard_lock(p_organization_id, p_period)
                )
                then v_built_at + interval '5 minutes'
            else v_built_at
        end;

        v_data := public.build_referral_leaderboard(p_organization_id, p_period);
        perform public.count_referral_leaderboard(v_can_store, false);

        if v_built_at is not null then
            insert into public.referral_leaderboard_cache (
                organization_id,
                cache_key,
                cache_data,
                expires_at,
                created_at
            )
            select
                organization.id,
                v_key,
                v_data,
                -- A week or month that ends sooner ends the life of its leaderboard.
                greatest(
                    least(
                        v_expires_at,
                        (
                            public.get_referral_period_start(organization.id, p_period)
                            + case p_period
                                when 'month' then interval '1 month'
                                when 'week' then interval '1 week'
                            end
                        ) at time zone organization.timezone
                    ),
                    v_built_at + interval '1 microsecond'
                ),
                v_built_at
            from public.organizations as organization
            where organization.id = p_organization_id
            on conflict (organization_id, cache_key) do update
            set
                cache_data = excluded.cache_data,
                expires_at = excluded.expires_at,
                created_at = excluded.created_at;
        end if;
    end if;

    return query
    select
        leader.rank,
        leader.user_id,
        leader.user_type,
        leader.full_name,
        leader.successful_referrals,
        leader.referral_points
    from jsonb_to_recordset(v_data) as leader (
        rank bigint,
        user_id uuid,
        user_type text,
        full_name text,
        successful_referrals bigint,
        referral_points bigint
    )
    order by
        leader.rank,
        leader.user_id
    limit p_limit;
end;
$$;

comment on function public.get_referral_leaderboard_cached(uuid, text, integer) is
    'The first p_limit (1 to 100) referrers of an organization by points, of all time, this month'
    ' or this week, at most 5 minutes old; RD006, RD008 or RD009 for a wrong argument.';

revoke all on function public.get_referral_leaderboard_cached(uuid, text, integer) from public;
grant execute on function public.get_referral_leaderboard_cached(uuid, text, integer)
    to referral_app, referral_readonly, referral_admin;

create or replace function public.sample_referral_cache()
returns boolean
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sampled_at timestamptz;
begin
    -- A run that overlaps its predecessor does nothing, and so does one right after it.
    if not pg_try_advisory_xact_lock(hashtextextended('sample_referral_cache', 0)) then
        return false;
    end if;

    insert into public.referral_cache_samples (
        sampled_at,
        hits,
        misses
    )
    select
        clock_timestamp(),
        counted.hits,
        counted.misses
    from (
        select
            coalesce(pg_sequence_last_value('public.referral_leaderboard_hits'), 0) as hits,
            coalesce(pg_sequence_last_value('public.referral_leaderboard_misses'), 0) as misses
    ) as counted
    where
        not exists (
            select
            from public.referral_cache_samples as earlier
            where earlier.sampled_at > clock_timestamp() - interval '1 minute'
        )
    returning referral_cache_samples.sampled_at into v_sampled_at;

    delete from public.referral_cache_samples as old
    where old.sampled_at < clock_timestamp() - interval '30 days';

    return v_sampled_at is not null;
end;
$$;

comment on function public.sample_referral_cache() is
    'Enters the counters as they are, at most once a minute, and deletes samples older than 30'
    ' days; returns whether it entered them.';

revoke all on function public.sample_referral_cache() from public;

create or replace function public.wait_for_referral_leaderboard(
    p_organization_id uuid,
    p_period text,
    p_may_wait boolean
)
returns text
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
declare
    v_key bigint := public.get_referral_leaderboard_lock(p_organization_id, 'build:' || p_period);
begin
    if pg_try_advisory_xact_lock(v_key) then
        return 'free';
    end if;

    if not p_may_wait then
        return 'busy';
    end if;

    begin
        perform pg_advisory_xact_lock(v_key);
    exception
        when lock_not_available or deadlock_detected then
            return 'busy';
    end;

    return 'waited';
end;
$$;

comment on function public.wait_for_referral_leaderboard(uuid, text, boolean) is
    'Takes the right to build a leaderboard until the transaction ends, waiting for it up to half a'
    ' second if p_may_wait; returns free or waited when it has it, busy when somebody else has.';

revoke all on function public.wait_for_referral_leaderboard(uuid, text, boolean) from public;
grant execute on function public.wait_for_referral_leaderboard(uuid, text, boolean)
    to referral_app, referral_admin;
