-- purpose: Answers all that a student's referral dashboard shows, in one query.
-- requires: raise_referral_error, get_referral_conversion_rate, check_user_achievements

-- {
--     "student_id": uuid, "organization_id": uuid, "full_name": text,
--     "totals": {"total", "pending", "contacted", "enrolled", "declined"},
--     "conversion": {"rate": percent with two decimals, null without a referral},
--     "points": {"referral_points", "total_points", "available_coins"},
--     "rank": {"position": from 1 by referral points, then successes; null without a success,
--         "ahead", "behind": {"user_id", "full_name", "referral_points", "successful_referrals"},
--             the nearest with a better and with a worse rank; null when there is none},
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
        -- The student's referrals are read once, and from an index alone: a table of a million rows
        -- has each of them on another page. Everything below comes from here.
        select
            referral.id,
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
                end,
                'ahead', (
                    select
                        jsonb_build_object(
                            'user_id', near.user_id,
                            'full_name', coalesce(near_student.full_name, near_teacher.full_name),
                            'referral_points', near.referral_points_earned,
                            'successful_referrals', near.successful_referrals
                        )
                    from (
                        select
                            other.user_id,
                            other.referral_points_earned,
                            other.successful_referrals
                        from public.user_rankings as other
                        where
                            other.organization_id = student.organization_id
                            and other.successful_referrals > 0
                            and ranking.successful_referrals > 0
                            and (other.referral_points_earned, other.successful_referrals)
                            > (ranking.referral_points_earned, ranking.successful_referrals)
                        order by
                            other.referral_points_earned,
                            other.successful_referrals,
                            other.user_id desc
                        limit 1
                    ) as near
                    -- Who is deleted keeps the place and loses the name.
                    left join public.students as near_student
                        on
                            near_student.id = near.user_id
                            and near_student.deleted_at is null
                    left join public.teachers as near_teacher
                        on
                            near_teacher.id = near.user_id
                            and near_teacher.deleted_at is null
                ),
                'behind', (
                    select
                        jsonb_build_object(
                            'user_id', near.user_id,
                            'full_name', coalesce(near_student.full_name, near_teacher.full_name),
                            'referral_points', near.referral_points_earned,
                            'successful_referrals', near.successful_referrals
                        )
                    from (
                        select
                            other.user_id,
                            other.referral_points_earned,
                            other.successful_referrals
                        from public.user_rankings as other
                        where
                            other.organization_id = student.organization_id
                            and other.successful_referrals > 0
                            and ranking.successful_referrals > 0
                            and (other.referral_points_earned, other.successful_referrals)
                            < (ranking.referral_points_earned, ranking.successful_referrals)
                        order by
                            other.referral_points_earned desc,
                            other.successful_referrals desc,
                            other.user_id
                        limit 1
                    ) as near
                    -- Who is deleted keeps the place and loses the name.
                    left join public.students as near_student
                        on
                            near_student.id = near.user_id
                            and near_student.deleted_at is null
                    left join public.teachers as near_teacher
                        on
                            near_teacher.id = near.user_id
                            and near_teacher.deleted_at is null
                )
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
                        jsonb_agg(
                            jsonb_build_object(
                                'id', recent.id,
                                'referred_student_name', referral.referred_student_name,
                                'status', recent.status,
                                'points_awarded', recent.points_awarded,
                                'created_at', recent.created_at
                            )
                            order by recent.created_at desc, recent.id
                        ),
                        '[]'
                    )
                from recent
                inner join public.student_referrals as referral
                    on referral.id = recent.id
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
