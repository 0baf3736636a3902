-- why: Points, dashboard, leaderboard, bulk and ranking work first, as plainly as they can be
--   written.
-- depends: 0020_guard_referral_changes

create or replace function public.get_referral_tier_bonus(p_earlier_successes integer)
returns integer
language sql
immutable
parallel safe
called on null input
security invoker
return case
    when p_earlier_successes >= 10 then 50
    when p_earlier_successes >= 5 then 25
    else 0
end;

comment on function public.get_referral_tier_bonus(integer) is
    'Points on top: 25 from 5 earlier successes, 50 from 10; 0 before.';

create or replace function public.get_referral_conversion_rate(
    p_successful_referrals bigint,
    p_total_referrals bigint
)
returns numeric
language sql
immutable
parallel safe
called on null input
security invoker
return round(100.0 * p_successful_referrals / nullif(p_total_referrals, 0), 2);

comment on function public.get_referral_conversion_rate(bigint, bigint) is
    'Successes in percent of all, with two decimals; null without a referral.';

create or replace function public.get_referral_period_start(
    p_organization_id uuid,
    p_period text
)
returns date
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_today date;
begin
    if (p_period in ('all', 'month', 'week')) is not true then
        perform public.raise_referral_error('RD008', format('The period is %L.', p_period));
    end if;

    select (now() at time zone organization.timezone)::date
    into v_today
    from public.organizations as organization
    where
        organization.id = p_organization_id
        and organization.deleted_at is null;

    if not found then
        perform public.raise_referral_error(
            'RD006',
            format('The organization is %L.', p_organization_id)
        );
    end if;

    return case when p_period <> 'all' then date_trunc(p_period, v_today::timestamp)::date end;
end;
$$;

comment on function public.get_referral_period_start(uuid, text) is
    'First day of this month or of this week (a Monday); null for all, which has none.';

create or replace function public.calculate_referral_points(
    p_referral_id uuid,
    p_campaign_id uuid default null
)
returns table (
    base_points integer,
    campaign_multiplier numeric,
    tier_bonus integer,
    total_points integer
)
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_referral record;
    v_campaign record;
    v_awarded_in_campaign bigint;
    v_participants bigint;
    v_own_participations bigint;
    v_earlier_successes bigint;
begin
    select
        referral.organization_id,
        referral.referrer_id,
        referral.created_at,
        coalesce(p_campaign_id, referral.campaign_id) as campaign_id
    into v_referral
    from public.student_referrals as referral
    where
        referral.id = p_referral_id
        and referral.deleted_at is null;

    if not found then
        perform public.raise_referral_error(
            'RD001',
            format('The referral is %L.', p_referral_id)
        );
    end if;

    -- What a referral is worth without a campaign that counts.
    base_points := 100;
    campaign_multiplier := 1.00;

    if v_referral.campaign_id is not null then
        select
            campaign.base_points,
            campaign.multiplier,
            campaign.max_referrals,
            campaign.is_active,
            campaign.starts_at,
            campaign.ends_at
        into v_campaign
        from public.referral_campaigns as campaign
        where
            campaign.id = v_referral.campaign_id
            and campaign.organization_id = v_referral.organization_id;

        if not found then
            perform public.raise_referral_error(
                'RD002',
                format('The campaign is %L.', v_referral.campaign_id)
            );
        end if;

        select count(*)
        into v_awarded_in_campaign
        from public.student_referrals as other
        where
            other.campaign_id = v_referral.campaign_id
            and other.points_transaction_id is not null
            and other.id <> p_referral_id;

        select
            count(*),
            count(*) filter (where participant.user_id = v_referral.referrer_id)
        into
            v_participants,
            v_own_participations
        from public.referral_campaign_participants as participant
        where participant.campaign_id = v_referral.campaign_id;

        if
            v_campaign.is_active
            and v_referral.created_at >= v_campaign.starts_at
            and (v_campaign.ends_at is null or v_referral.created_at < v_campaign.ends_at)
            and (v_participants = 0 or v_own_participations > 0)
            and (
                v_campaign.max_referrals is null
                or v_awarded_in_campaign < v_campaign.max_referrals
            )
        then
            base_points := v_campaign.base_points;
            campaign_multiplier := v_campaign.multiplier;
        end if;
    end if;

    select count(*)
    into v_earlier_successes
    from public.student_referrals as other
    where
        other.referrer_id = v_referral.referrer_id
        and other.organization_id = v_referral.organization_id
        and other.points_transaction_id is not null
        and other.id <> p_referral_id;

    tier_bonus := public.get_referral_tier_bonus(v_earlier_successes::integer);
    total_points := round(base_points * campaign_multiplier)::integer + tier_bonus;
    return next;
end;
$$;

comment on function public.calculate_referral_points(uuid, uuid) is
    'Points of a referral, by the campaign given or its own; kept as the plain form of'
    ' calculate_referral_points_optimized.';

create or replace function public.get_student_referral_dashboard_plain(p_student_id uuid)
returns jsonb
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_student record;
    v_totals record;
    v_referral_points bigint;
    v_ranking record;
    v_position bigint;
    v_next_achievement jsonb;
    v_recent_referrals jsonb;
    v_monthly_trend jsonb;
begin
    select
        student.id,
        student.organization_id,
        student.full_name,
        organization.timezone,
        (now() at time zone organization.timezone)::date as today
    into v_student
    from public.students as student
    inner join public.organizations as organization
        on organization.id = student.organization_id
    where
        student.id = p_student_id
        and student.deleted_at is null;

    if not found then
        perform public.raise_referral_error('RD007', format('The student is %L.', p_student_id));
    end if;

    select
        count(*) as total,
        count(*) filter (where referral.status = 'pending') as pending,
        count(*) filter (where referral.status = 'contacted') as contacted,
        count(*) filter (where referral.status = 'enrolled') as enrolled,
        count(*) filter (where referral.status = 'declined') as declined
    into v_totals
    from public.student_referrals as referral
    where
        referral.referrer_id = v_student.id
        and referral.organization_id = v_student.organization_id
        and referral.deleted_at is null;

    select coalesce(sum(award.points_amount), 0)
    into v_referral_points
    from public.points_transactions as award
    where
        award.user_id = v_student.id
        and award.organization_id = v_student.organization_id
        and award.category = 'referral';

    select
        ranking.total_points,
        ranking.available_coins
    into v_ranking
    from public.user_rankings as ranking
    where
        ranking.user_id = v_student.id
        and ranking.organization_id = v_student.organization_id;

    select ranked.position
    into v_position
    from (
        select
            referral.referrer_id,
            rank() over (order by sum(referral.points_awarded) desc, count(*) desc) as position
        from public.student_referrals as referral
        where
            referral.organization_id = v_student.organization_id
            and referral.status = 'enrolled'
        group by referral.referrer_id
    ) as ranked
    where ranked.referrer_id = v_student.id;

    select
        jsonb_build_object(
            'code', achievement.code,
            'name', achievement.name,
            'badge_color', achievement.badge_color,
            'progress_percent', achievement.progress_percent
        )
    into v_next_achievement
    from public.check_user_achievements(v_student.id, v_student.organization_id) as achievement
    where
        achievement.category = 'referral'
        and achievement.times_earned = 0
        and not achievement.is_met
    order by achievement.progress_percent desc, achievement.code
    limit 1;

    select
        jsonb_agg(
            jsonb_build_object(
                'id', recent.id,
                'referred_student_name', recent.referred_student_name,
                'status', recent.status,
                'points_awarded', recent.points_awarded,
                'created_at', recent.created_at
            )
            order by recent.created_at desc, recent.id
        )
    into v_recent_referrals
    from (
        select
            referral.id,
            referral.referred_student_name,
            referral.status,
            referral.points_awarded,
            referral.created_at
        from public.student_referrals as referral
        where
            referral.referrer_id = v_student.id
            and referral.organization_id = v_student.organization_id
            and referral.deleted_at is null
        order by referral.created_at desc, referral.id
        limit 5
    ) as recent;

    select
        jsonb_agg(
            jsonb_build_object(
                'month', to_char(trend.first_day, 'YYYY-MM'),
                'made', (
                    select count(*)
                    from public.student_referrals as referral
                    where
                        referral.referrer_id = v_student.id
                        and referral.organization_id = v_student.organization_id
                        and referral.deleted_at is null
                        and date_trunc('month', referral.created_at at time zone v_student.timezone)
                            = trend.first_day
                ),
                'enrolled', (
                    select count(*)
                    from public.student_referrals as referral
                    where
                        referral.referrer_id = v_student.id
                        and referral.organization_id = v_student.organization_id
                        and referral.deleted_at is null
                        and date_trunc('month', referral.enrollment_date::timestamp)
                            = trend.first_day
                )
            )
            order by trend.first_day
        )
    into v_monthly_trend
    from generate_series(
        date_trunc('month', v_student.today::timestamp) - interval '11 months',
        date_trunc('month', v_student.today::timestamp),
        interval '1 month'
    ) as trend (first_day);

    return jsonb_build_object(
        'student_id', v_student.id,
        'organization_id', v_student.organization_id,
        'full_name', v_student.full_name,
        'totals', jsonb_build_object(
            'total', v_totals.total,
            'pending', v_totals.pending,
            'contacted', v_totals.contacted,
            'enrolled', v_totals.enrolled,
            'declined', v_totals.declined
        ),
        'conversion', jsonb_build_object(
            'rate', public.get_referral_conversion_rate(v_totals.enrolled, v_totals.total)
        ),
        'points', jsonb_build_object(
            'referral_points', v_referral_points,
            'total_points', coalesce(v_ranking.total_points, 0),
            'available_coins', coalesce(v_ranking.available_coins, 0)
        ),
        'rank', jsonb_build_object('position', v_position),
        'next_achievement', v_next_achievement,
        'recent_referrals', coalesce(v_recent_referrals, '[]'),
        'monthly_trend', v_monthly_trend
    );
end;
$$;

comment on function public.get_student_referral_dashboard_plain(uuid) is
    'The dashboard of a student by several queries; kept as the plain form of'
    ' get_student_referral_dashboard, where its shape is described.';

create or replace function public.get_referral_leaderboard(
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
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_since date;
begin
    if (p_limit between 1 and 100) is not true then
        perform public.raise_referral_error('RD009', format('The limit is %L.', p_limit));
    end if;

    v_since := public.get_referral_period_start(p_organization_id, p_period);

    return query
    select
        leader.rank,
        leader.referrer_id,
        leader.referrer_type,
        coalesce(student.full_name, teacher.full_name),
        leader.successful_referrals,
        leader.referral_points
    from (
        select
            referral.referrer_id,
            referral.referrer_type,
            count(*) as successful_referrals,
            sum(referral.points_awarded) as referral_points,
            rank() over (order by sum(referral.points_awarded) desc, count(*) desc) as rank
        from public.student_referrals as referral
        where
            referral.organization_id = p_organization_id
            and referral.status = 'enrolled'
            and (v_since is null or referral.enrollment_date >= v_since)
        group by
            referral.referrer_id,
            referral.referrer_type
    ) as leader
    -- Who is deleted keeps the place and loses the name.
    left join public.students as student
        on
            student.id = leader.referrer_id
            and student.deleted_at is null
    left join public.teachers as teacher
        on
            teacher.id = leader.referrer_id
            and teacher.deleted_at is null
    order by leader.rank, leader.referrer_id
    limit p_limit;
end;
$$;

comment on function public.get_referral_leaderboard(uuid, text, integer) is
    'The referrers of an organization by points; kept as the plain form of'
    ' get_referral_leaderboard_cached.';

create or replace function public.process_referrals(p_referral_ids uuid[])
returns table (
    processed integer,
    failed integer,
    total_time_ms integer
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_id uuid;
    v_referral record;
begin
    if (cardinality(p_referral_ids) <= 10000) is not true then
        perform public.raise_referral_error(
            'RD010',
            format('The number of ids is %L.', cardinality(p_referral_ids))
        );
    end if;

    processed := 0;
    failed := 0;

    for v_id in
        select distinct requested.id
        from unnest(p_referral_ids) as requested (id)
        order by requested.id
    loop
        begin
            select
                referral.status,
                referral.points_transaction_id
            into v_referral
            from public.student_referrals as referral
            where
                referral.id = v_id
                and referral.deleted_at is null
            for no key update;

            if not found then
                perform public.raise_referral_error('RD001', format('The referral is %L.', v_id));
            end if;

            if v_referral.status <> 'enrolled' or v_referral.points_transaction_id is null then
                -- The triggers refuse an illegal move and award the points.
                update public.student_referrals as referral
                set
                    status = 'enrolled',
                    updated_at = now()
                where referral.id = v_id;
            end if;

            processed := processed + 1;
        exception
            when serialization_failure or deadlock_detected or lock_not_available then
                raise;
            when others then
                failed := failed + 1;
        end;
    end loop;

    total_time_ms := (extract(epoch from clock_timestamp() - v_started_at) * 1000)::integer;
    return next;
end;
$$;

comment on function public.process_referrals(uuid[]) is
    'Enrolls and awards referrals one by one; kept as the plain form of bulk_process_referrals.';

-- Not for what a ranking does not show, such as the successes of a month: an achievement with a
-- metric that is not below, and a recurring one, is left to whoever knows it. PL/pgSQL, although it
-- needs no loop, because that keeps the plans between calls, and every new referral calls it.
create or replace function public.award_referral_achievements(p_user_ids uuid[])
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_earned public.student_achievements[];
begin
    with earned as (
        insert into public.student_achievements (
            user_id,
            organization_id,
            achievement_id,
            points_awarded,
            coins_awarded
        )
        select
            ranking.user_id,
            ranking.organization_id,
            achievement.id,
            achievement.points_reward,
            achievement.coins_reward
        from public.user_rankings as ranking
        inner join public.achievements as achievement
            on
                achievement.target_user_type in (ranking.user_type, 'both')
                and (
                    achievement.organization_id = ranking.organization_id
                    or achievement.organization_id is null
                )
        where
            ranking.user_id = any(p_user_ids)
            and achievement.category = 'referral'
            and achievement.is_active
            and not achievement.is_recurring
            and not exists (
                select
                from public.student_achievements as earlier
                where
                    earlier.user_id = ranking.user_id
                    and earlier.organization_id = ranking.organization_id
                    and earlier.achievement_id = achievement.id
            )
            -- Written out, because taking the object apart cost more than all the rest. A metric
            -- that is not required is null, and so is its comparison.
            and (
                ranking.total_referrals
                < (achievement.requirements ->> 'total_referrals')::numeric
            ) is not true
            and (
                ranking.successful_referrals
                < (achievement.requirements ->> 'successful_referrals')::numeric
            ) is not true
            and (
                ranking.referral_points_earned
                < (achievement.requirements ->> 'referral_points_earned')::numeric
            ) is not true
            and (
                coalesce(ranking.referral_conversion_rate, 0)
                < (achievement.requirements ->> 'referral_conversion_rate')::numeric
            ) is not true
            and (
                ranking.total_points
                < (achievement.requirements ->> 'total_points')::numeric
            ) is not true
            and achievement.requirements - array[
                'total_referrals',
                'successful_referrals',
                'referral_points_earned',
                'referral_conversion_rate',
                'total_points'
            ] = '{}'
        order by ranking.user_id, achievement.id
        on conflict do nothing
        returning student_achievements
    )
    select array_agg(earned.student_achievements)
    into v_earned
    from earned;

    -- As a rule there is nothing new.
    if v_earned is null then
        return 0;
    end if;

    with earned as (
        select
            achievement.user_id,
            achievement.organization_id,
            achievement.achievement_id,
            achievement.points_awarded,
            achievement.coins_awarded
        from unnest(v_earned) as achievement
    ),
    entered as (
        insert into public.points_transactions (
            organization_id,
            user_id,
            transaction_type,
            points_amount,
            coins_earned,
            category,
            subcategory,
            reference_type,
            reference_id
        )
        select
            earned.organization_id,
            earned.user_id,
            'bonus',
            earned.points_awarded,
            earned.coins_awarded,
            'achievement',
            achievement.code,
            'achievement',
            achievement.id
        from earned
        inner join public.achievements as achievement
            on achievement.id = earned.achievement_id
    ),
    credit as (
        select
            earned.user_id,
            earned.organization_id,
            sum(earned.points_awarded)::integer as points,
            sum(earned.coins_awarded)::integer as coins
        from earned
        group by
            earned.user_id,
            earned.organization_id
    )
    update public.user_rankings as ranking
    set
        total_points = ranking.total_points + credit.points,
        available_coins = ranking.available_coins + credit.coins,
        updated_at = now()
    from credit
    where
        ranking.user_id = credit.user_id
        and ranking.organization_id = credit.organization_id;

    return cardinality(v_earned);
end;
$$;

comment on function public.award_referral_achievements(uuid[]) is
    'Awards what the users'' rankings have reached, with its points and coins; returns how many.';

-- The payload says who, not what: equal ones of a transaction reach a listener once.
create or replace function public.announce_ranking_change(
    p_organization_id uuid,
    p_user_id uuid,
    p_status text
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
return pg_notify(
    'ranking_changes',
    jsonb_build_object(
        'organization_id', p_organization_id,
        'user_id', p_user_id,
        'status', p_status
    )::text
);

comment on function public.announce_ranking_change(uuid, uuid, text) is
    'Sends organization_id, user_id and the referral''s new status as an object, at commit.';

create or replace function public.update_referral_ranking()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_referral record;
    v_points integer;
    v_transaction_id uuid;
    v_totals record;
begin
    v_referral := case when tg_op = 'DELETE' then old else new end;

    -- First the locks, then the counts: one made while waiting for a lock would be an old one.
    perform
    from public.referral_campaigns as campaign
    where campaign.id = v_referral.campaign_id
    for no key update;

    perform
    from public.user_rankings as ranking
    where
        ranking.user_id = v_referral.referrer_id
        and ranking.organization_id = v_referral.organization_id
    for no key update;

    if
        tg_op <> 'DELETE'
        and v_referral.status = 'enrolled'
        and v_referral.points_transaction_id is null
    then
        select points.total_points
        into v_points
        from public.calculate_referral_points(v_referral.id) as points;

        insert into public.points_transactions (
            organization_id,
            user_id,
            transaction_type,
            points_amount,
            category,
            subcategory,
            reference_type,
            reference_id
        )
        values (
            v_referral.organization_id,
            v_referral.referrer_id,
            'earned',
            v_points,
            'referral',
            'successful_enrollment',
            'student_referral',
            v_referral.id
        )
        returning id into v_transaction_id;

        update public.user_rankings as ranking
        set
            total_points = ranking.total_points + v_points,
            referral_points_earned = ranking.referral_points_earned + v_points
        where
            ranking.user_id = v_referral.referrer_id
            and ranking.organization_id = v_referral.organization_id;

        -- Fires this trigger again, for a referral that has its award.
        update public.student_referrals as referral
        set
            points_awarded = v_points,
            points_transaction_id = v_transaction_id,
            updated_at = now()
        where referral.id = v_referral.id;
    end if;

    select
        count(*) as total,
        count(*) filter (where referral.status = 'enrolled') as successful
    into v_totals
    from public.student_referrals as referral
    where
        referral.referrer_id = v_referral.referrer_id
        and referral.organization_id = v_referral.organization_id
        and referral.deleted_at is null;

    update public.user_rankings as ranking
    set
        total_referrals = v_totals.total,
        successful_referrals = v_totals.successful,
        referral_conversion_rate
            = public.get_referral_conversion_rate(v_totals.successful, v_totals.total),
        updated_at = now()
    where
        ranking.user_id = v_referral.referrer_id
        and ranking.organization_id = v_referral.organization_id;

    perform public.award_referral_achievements(array[v_referral.referrer_id]);

    delete from public.referral_leaderboard_cache as cache
    where cache.organization_id = v_referral.organization_id;

    perform public.announce_ranking_change(
        v_referral.organization_id,
        v_referral.referrer_id,
        v_referral.status
    );

    return null;
end;
$$;

comment on function public.update_referral_ranking() is
    'Trigger function: the plain form of update_referral_ranking_optimized, for every write.';

create or replace trigger update_referral_metrics
after insert or update or delete on public.student_referrals
for each row
execute function public.update_referral_ranking();

comment on trigger update_referral_metrics on public.student_referrals is
    'Counts the referrer anew at every write; the plain form of update_referral_metrics_optimized.';
