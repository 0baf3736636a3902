-- loses: nothing

-- {
--     "student_id": uuid, "organization_id": uuid, "full_name": text,
--     "totals": {"total", "pending", "contacted", "enrolled", "declined"},
--     "conversion": {"rate": percent with two decimals, null without a referral},
--     "points": {"referral_points", "total_points", "available_coins"},
--     "rank": {"position": from 1 by referral points, then successes; null without a success},
--     "next_achievement": {"code", "name", "badge_color", "progress_percent": 0 to 99},
--         the nearest one that is not earned; null when none is left
--     "recent_referrals": [{"id", "referred_student_name", "status", "points_awarded",
--         "created_at"}], the last 5, newest first
--     "monthly_trend": [{"month": "YYYY-MM", "made", "enrolled"}], 12 months in the
--         organization's time zone, oldest first, the current one last
-- }
create or replace function public.get_student_referral_dashboard(p_student_id uuid)
returns jsonb
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_dashboard jsonb;
begin
    with own as (
        -- The student's referrals are read once; everything below comes from here.
        select
            referral.id,
            referral.referred_student_name,
            referral.status,
            referral.points_awarded,
            referral.created_at,
            referral.enrollment_date
        from public.student_referrals as referral
        where
            referral.referrer_id = p_student_id
            and referral.deleted_at is null
    ),
    totals as (
        select
            count(*) as total,
            count(*) filter (where own.status = 'pending') as pending,
            count(*) filter (where own.status = 'contacted') as contacted,
            count(*) filter (where own.status = 'enrolled') as enrolled,
            count(*) filter (where own.status = 'declined') as declined
        from own
    ),
    recent as (
        select
            own.id,
            own.referred_student_name,
            own.status,
            own.points_awarded,
            own.created_at
        from own
        order by own.created_at desc, own.id
        limit 5
    )
    select
        jsonb_build_object(
            'student_id', student.id,
            'organization_id', student.organization_id,
            'full_name', student.full_name,
            'totals', jsonb_build_object(
                'total', totals.total,
                'pending', totals.pending,
                'contacted', totals.contacted,
                'enrolled', totals.enrolled,
                'declined', totals.declined
            ),
            'conversion', jsonb_build_object(
                'rate', public.get_referral_conversion_rate(totals.enrolled, totals.total)
            ),
            'points', jsonb_build_object(
                'referral_points', coalesce(ranking.referral_points_earned, 0),
                'total_points', coalesce(ranking.total_points, 0),
                'available_coins', coalesce(ranking.available_coins, 0)
            ),
            'rank', jsonb_build_object(
                'position', case
                    when ranking.successful_referrals > 0
                        then (
                            select count(*) + 1
                            from public.user_rankings as better
                            where
                                better.organization_id = student.organization_id
                                and better.successful_referrals > 0
                                and (better.referral_points_earned, better.successful_referrals)
                                > (ranking.referral_points_earned, ranking.successful_referrals)
                        )
                end
            ),
            'next_achievement', (
                select
                    jsonb_build_object(
                        'code', achievement.code,
                        'name', achievement.name,
                        'badge_color', achievement.badge_color,
                        'progress_percent', achievement.progress_percent
                    )
                from public.check_user_achievements(student.id, student.organization_id)
                    as achievement
                where
                    achievement.category = 'referral'
                    and achievement.times_earned = 0
                    and not achievement.is_met
                order by achievement.progress_percent desc, achievement.code
                limit 1
            ),
            'recent_referrals', (
                select
                    coalesce(
                        jsonb_agg(to_jsonb(recent) order by recent.created_at desc, recent.id),
                        '[]'
                    )
                from recent
            ),
            'monthly_trend', (
                select
                    jsonb_agg(
                        jsonb_build_object(
                            'month', to_char(trend.first_day, 'YYYY-MM'),
                            'made', coalesce(made.referrals, 0),
                            'enrolled', coalesce(enrolled.referrals, 0)
                        )
                        order by trend.first_day
                    )
                from generate_series(
                    today.first_of_month - interval '11 months',
                    today.first_of_month,
                    interval '1 month'
                ) as trend (first_day)
                left join (
                    select
                        date_trunc('month', own.created_at at time zone organization.timezone)
                            as first_day,
                        count(*) as referrals
                    from own
                    group by 1
                ) as made
                    on made.first_day = trend.first_day
                left join (
                    select
                        date_trunc('month', own.enrollment_date::timestamp) as first_day,
                        count(*) as referrals
                    from own
                    group by 1
                ) as enrolled
                    on enrolled.first_day = trend.first_day
            )
        )
    into v_dashboard
    from public.students as student
    inner join public.organizations as organization
        on organization.id = student.organization_id
    cross join lateral (
        select date_trunc('month', now() at time zone organization.timezone) as first_of_month
    ) as today
    cross join totals
    left join public.user_rankings as ranking
        on
            ranking.user_id = student.id
            and ranking.organization_id = student.organization_id
    where
        student.id = p_student_id
        and student.deleted_at is null;

    if not found then
        perform public.raise_referral_error('RD007', format('The student is %L.', p_student_id));
    end if;

    return v_dashboard;
end;
$$;

comment on function public.get_student_referral_dashboard(uuid) is
    'Totals, conversion, points, rank, next achievement, recent referrals and monthly trend of a'
    ' student, as the object that its file describes; RD007 when there is no such student.';

revoke all on function public.get_student_referral_dashboard(uuid) from public;
grant execute on function public.get_student_referral_dashboard(uuid)
    to referral_app, referral_readonly, referral_admin;

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

revoke all on function public.build_referral_leaderboard(uuid, text) from public;
grant execute on function public.build_referral_leaderboard(uuid, text)
    to referral_app, referral_readonly, referral_admin;
