-- loses: nothing

-- Made by `refdb make` from the object files.

drop function public.count_referral_leaderboard(boolean, boolean);
drop function public.get_referral_cache_hit_rate(interval);
drop function public.sample_referral_cache();
drop function public.wait_for_referral_leaderboard(uuid, text, boolean);

create or replace function public.get_referral_leaderboard_cached(
    p_organization_id uuid,
    p_period text default 'all'::text,
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
    v_data jsonb;
    v_expires_at timestamptz;
    v_built_at timestamptz;
    v_can_store boolean;
begin
    if (p_limit between 1 and 100) is not true then
        perform public.raise_referral_error('RD009', format('The limit is %L.', p_limit));
    end if;

    select
        cache.cache_data,
        cache.expires_at
    into
        v_data,
        v_expires_at
    from public.referral_leaderboard_cache as cache
    where
        cache.organization_id = p_organization_id
        and cache.cache_key = v_key;

    if (v_expires_at > clock_timestamp()) is not true then
        v_can_store := current_setting('transaction_read_only') = 'off'
            and current_setting('transaction_isolation') = 'read committed'
            and has_table_privilege('public.referral_leaderboard_cache', 'insert');

        if
            v_can_store
            and pg_try_advisory_xact_lock(
                public.get_referral_leaderboard_lock(p_organization_id, p_period)
            )
        then
            -- Whoever had the lock may have rebuilt it after the read above.
            v_built_at := clock_timestamp();

            select cache.cache_data
            into v_data
            from public.referral_leaderboard_cache as cache
            where
                cache.organization_id = p_organization_id
                and cache.cache_key = v_key
                and cache.expires_at > v_built_at;

            if not found then
                v_data := public.build_referral_leaderboard(p_organization_id, p_period);

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
                            v_built_at + interval '5 minutes',
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
        elsif (v_expires_at > clock_timestamp() - interval '5 minutes') is not true then
            v_data := public.build_referral_leaderboard(p_organization_id, p_period);
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
    'The first p_limit (1 to 100) referrers of an organization by points, of all time, this month or this week, at most 5 minutes old; RD006, RD008 or RD009 for a wrong argument.';
revoke all on function public.get_referral_leaderboard_cached(uuid, text, integer) from public;
grant execute on function public.get_referral_leaderboard_cached(uuid, text, integer) to referral_admin;
grant execute on function public.get_referral_leaderboard_cached(uuid, text, integer) to referral_app;
grant execute on function public.get_referral_leaderboard_cached(uuid, text, integer) to referral_readonly;
