-- purpose: Answers a leaderboard from the cache, and rebuilds it there when its time is over.
-- volatile: writes the cache
-- requires: raise_referral_error, get_referral_period_start, get_referral_leaderboard_lock,
--   build_referral_leaderboard, wait_for_referral_leaderboard, count_referral_leaderboard

-- A row of the cache holds the first 100 of an organization and a period; every limit reads it.
-- When it has expired, the session that gets its build lock rebuilds it. The others are served the
-- old one for at most 5 minutes more; when there is none, they wait for the one that builds, half a
-- second at most, and are served what it has stored.
-- What is built while somebody changes what it shows is stored as expired: good enough for those
-- who would be served an old one, and built anew by the first reader after the change.
-- Nothing is stored from a transaction or by a role that cannot write, or from an old snapshot, and
-- nothing is read or stored while the setting app.leaderboard_cache is off.
-- Times are the clock's, not the transaction's: a transaction's later change must expire what it
-- has stored itself.
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
