-- why: A function is run by those whose work needs it, and a setting that is no id is told as such.
-- depends: 0032_create_referral_roles

create or replace function public.list_referral_errors()
returns table (
    code text,
    message text,
    hint text
)
language sql
immutable
parallel safe
called on null input
security invoker
begin atomic
    select
        error.code,
        error.message,
        error.hint
    from (
        values
            (
                'RD001',
                'referral not found',
                'Pass the id of a referral of the current organization that is not deleted.'
            ),
            (
                'RD002',
                'campaign not found',
                'Pass the id of a campaign of the referral''s organization, or null for its own.'
            ),
            (
                'RD003',
                'illegal status move',
                'A referral that is not deleted moves from pending to contacted, and from contacted'
                ' to enrolled or declined.'
            ),
            (
                'RD004',
                'a referral keeps its organization and its referrer',
                'Delete the referral and enter it anew for the right referrer.'
            ),
            (
                'RD005',
                'an enrolled referral cannot be deleted',
                'Its award stands in the ledger; correct that with an adjustment.'
            ),
            (
                'RD006',
                'organization not found',
                'Pass the id of the current organization.'
            ),
            (
                'RD007',
                'student not found',
                'Pass the id of a student of the current organization who is not deleted.'
            ),
            (
                'RD008',
                'unknown period',
                'Pass all, month or week.'
            ),
            (
                'RD009',
                'limit out of range',
                'Pass a number from 1 to 100.'
            ),
            (
                'RD010',
                'no referral ids, or too many',
                'Pass an array of at most 10000 ids.'
            ),
            (
                'RD020',
                'malformed setting',
                'Set it to an id such as 3f0d5c8e-6b1a-4c55-9d0e-1f7a2b3c4d5e, for the transaction.'
            )
    ) as error (code, message, hint);
end;

comment on function public.list_referral_errors() is
    'The error codes of class RD; raise_referral_error raises them.';

-- Stable, for what it answers depends on a setting; returns a type only to stand where an id would.
create or replace function public.raise_malformed_setting(p_name text)
returns uuid
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform public.raise_referral_error(
        'RD020',
        format('The setting %s is %L.', p_name, current_setting(p_name, true))
    );
    return null;
end;
$$;

comment on function public.raise_malformed_setting(text) is
    'Raises RD020 with the setting and its value; never returns.';

-- Anything but an id in its usual form is an error: rows must never be missing, or be another's,
-- because somebody wrote a setting wrongly.
create or replace function public.get_current_organization_id()
returns uuid
language sql
stable
parallel safe
called on null input
security invoker
return case
    when
        current_setting('app.organization_id', true)
        ~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'
        then current_setting('app.organization_id', true)::uuid
    when current_setting('app.organization_id', true) <> ''
        then public.raise_malformed_setting('app.organization_id')
end;

comment on function public.get_current_organization_id() is
    'The organization in the setting app.organization_id; null, which sees nothing, when unset;'
    ' RD020 when it is no id.';

-- Anything but an id in its usual form is an error: rows must never be missing, or be another's,
-- because somebody wrote a setting wrongly.
create or replace function public.get_current_user_id()
returns uuid
language sql
stable
parallel safe
called on null input
security invoker
return case
    when
        current_setting('app.user_id', true)
        ~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'
        then current_setting('app.user_id', true)::uuid
    when current_setting('app.user_id', true) <> ''
        then public.raise_malformed_setting('app.user_id')
end;

comment on function public.get_current_user_id() is
    'The profile in the setting app.user_id; null, which is nobody, when unset; RD020 when it is no'
    ' id.';

-- A row of the cache holds the first 100 of an organization and a period; every limit reads it.
-- When it has expired, the session that gets its lock rebuilds it. The others are served the old
-- one for at most 5 minutes more, or compute for themselves without storing when there is none.
-- Nothing is stored from a transaction or by a role that cannot write, or from an old snapshot.
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
    'The first p_limit (1 to 100) referrers of an organization by points, of all time, this month'
    ' or this week, at most 5 minutes old; RD006, RD008 or RD009 for a wrong argument.';

revoke all on function
    public.announce_ranking_change(uuid, uuid, text),
    public.award_referral_achievements(uuid[]),
    public.award_referrals(uuid[]),
    public.build_referral_leaderboard(uuid, text),
    public.bulk_process_referrals(uuid[]),
    public.calculate_referral_points(uuid, uuid),
    public.calculate_referral_points_optimized(uuid, uuid),
    public.check_user_achievements(uuid, uuid),
    public.clean_referral_leaderboard_cache(),
    public.count_deleted_referrals(),
    public.count_new_referrals(),
    public.count_soft_deleted_referral(),
    public.expire_referral_leaderboards(uuid[]),
    public.fill_referral_enrollment_date(),
    public.find_referral_campaign_terms(uuid, uuid, uuid, timestamptz),
    public.get_admin_dashboard(uuid, timestamptz, integer),
    public.get_current_organization_id(),
    public.get_current_user_id(),
    public.get_referral_conversion_rate(bigint, bigint),
    public.get_referral_leaderboard(uuid, text, integer),
    public.get_referral_leaderboard_cached(uuid, text, integer),
    public.get_referral_leaderboard_lock(uuid, text),
    public.get_referral_period_start(uuid, text),
    public.get_referral_tier_bonus(integer),
    public.get_student_rankings(uuid, integer),
    public.get_student_referral_dashboard(uuid),
    public.get_student_referral_dashboard_plain(uuid),
    public.get_user_goal_progress(uuid, uuid, timestamptz),
    public.list_referral_errors(),
    public.lock_referral_awards(uuid[]),
    public.lock_referral_leaderboards(uuid[]),
    public.process_referrals(uuid[]),
    public.raise_malformed_setting(text),
    public.raise_referral_error(text, text),
    public.refresh_referral_analytics(),
    public.reject_referral_change(),
    public.update_referral_ranking(),
    public.update_referral_ranking_optimized()
    from public;

-- Among them what only triggers call: these run with the rights of whoever changes a referral, and
-- so under the same policies.
grant execute on function
    public.announce_ranking_change(uuid, uuid, text),
    public.award_referral_achievements(uuid[]),
    public.award_referrals(uuid[]),
    public.bulk_process_referrals(uuid[]),
    public.expire_referral_leaderboards(uuid[]),
    public.lock_referral_awards(uuid[]),
    public.lock_referral_leaderboards(uuid[]),
    public.process_referrals(uuid[])
    to referral_app, referral_admin;

grant execute on function
    public.build_referral_leaderboard(uuid, text),
    public.calculate_referral_points(uuid, uuid),
    public.calculate_referral_points_optimized(uuid, uuid),
    public.check_user_achievements(uuid, uuid),
    public.find_referral_campaign_terms(uuid, uuid, uuid, timestamptz),
    public.get_admin_dashboard(uuid, timestamptz, integer),
    public.get_current_organization_id(),
    public.get_current_user_id(),
    public.get_referral_conversion_rate(bigint, bigint),
    public.get_referral_leaderboard(uuid, text, integer),
    public.get_referral_leaderboard_cached(uuid, text, integer),
    public.get_referral_leaderboard_lock(uuid, text),
    public.get_referral_period_start(uuid, text),
    public.get_referral_tier_bonus(integer),
    public.get_student_rankings(uuid, integer),
    public.get_student_referral_dashboard(uuid),
    public.get_student_referral_dashboard_plain(uuid),
    public.get_user_goal_progress(uuid, uuid, timestamptz),
    public.list_referral_errors(),
    public.raise_malformed_setting(text),
    public.raise_referral_error(text, text)
    to referral_app, referral_readonly, referral_admin;
