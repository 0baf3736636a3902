-- why: A leaderboard that many read is computed once in 5 minutes, by one of them.
-- depends: 0027_optimize_referral_ranking

create or replace function public.build_referral_leaderboard(
    p_organization_id uuid,
    p_period text
)
returns jsonb
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_since date := public.get_referral_period_start(p_organization_id, p_period);
    v_leaderboard jsonb;
begin
    with leader as (
        -- All time: the top of user_rankings_organization_id_referral_points_where_success_idx,
        -- which has the order and every column, so that the limit ends the scan.
        (
            select
                rank() over (
                    order by ranking.referral_points_earned desc, ranking.successful_referrals desc
                ) as rank,
                ranking.user_id,
                ranking.successful_referrals::bigint as successful_referrals,
                ranking.referral_points_earned::bigint as referral_points
            from public.user_rankings as ranking
            where
                v_since is null
                and ranking.organization_id = p_organization_id
                and ranking.successful_referrals > 0
            order by
                ranking.referral_points_earned desc,
                ranking.successful_referrals desc,
                ranking.user_id
            limit 100
        )
        union all
        -- A period: nothing but the columns of idx_student_referrals_conversion.
        (
            select
                rank() over (order by sum(referral.points_awarded) desc, count(*) desc) as rank,
                referral.referrer_id as user_id,
                count(*) as successful_referrals,
                sum(referral.points_awarded) as referral_points
            from public.student_referrals as referral
            where
                v_since is not null
                and referral.organization_id = p_organization_id
                and referral.status = 'enrolled'
                and referral.enrollment_date >= v_since
            group by referral.referrer_id
            order by
                rank,
                user_id
            limit 100
        )
    )
    select
        jsonb_agg(
            jsonb_build_object(
                'rank', leader.rank,
                'user_id', leader.user_id,
                'user_type', ranking.user_type,
                'full_name', coalesce(student.full_name, teacher.full_name),
                'successful_referrals', leader.successful_referrals,
                'referral_points', leader.referral_points
            )
            order by leader.rank, leader.user_id
        )
    into v_leaderboard
    from leader
    inner join public.user_rankings as ranking
        on
            ranking.user_id = leader.user_id
            and ranking.organization_id = p_organization_id
    -- Who is deleted keeps the place and loses the name.
    left join public.students as student
        on
            student.id = ranking.student_id
            and student.deleted_at is null
    left join public.teachers as teacher
        on
            teacher.id = ranking.teacher_id
            and teacher.deleted_at is null;

    return coalesce(v_leaderboard, '[]');
end;
$$;

comment on function public.build_referral_leaderboard(uuid, text) is
    'The first 100 referrers of a period (all, month, week) as an array of objects, best first.';

-- A row of the cache holds the first 100 of an organization and a period; every limit reads it.
-- When it has expired, the session that gets its lock rebuilds it. The others are served the old
-- one for at most 5 minutes more, or compute for themselves without storing when there is none.
-- Nothing is stored from a transaction that cannot write, or that reads an old snapshot.
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
            and current_setting('transaction_isolation') = 'read committed';

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
    'The first p_limit (1 to 100) referrers of an organization by points, of all time, this month'
    ' or this week, at most 5 minutes old; RD006, RD008 or RD009 for a wrong argument.';

create or replace function public.clean_referral_leaderboard_cache()
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_deleted integer;
begin
    -- Rows that a rebuild or another clean-up holds are left to it.
    with expired as (
        select
            cache.organization_id,
            cache.cache_key
        from public.referral_leaderboard_cache as cache
        where cache.expires_at <= now()
        for update skip locked
    )
    delete from public.referral_leaderboard_cache as cache
    using expired
    where
        cache.organization_id = expired.organization_id
        and cache.cache_key = expired.cache_key;

    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$$;

comment on function public.clean_referral_leaderboard_cache() is
    'Deletes expired rows of the leaderboard cache, waiting for nobody; returns how many.';
