-- purpose: Plain original of get_student_referral_dashboard: one query for each of its parts.
-- requires: raise_referral_error, get_referral_conversion_rate, check_user_achievements
-- allow: style/LT02 a line of the body is further in, and a body is changed by migrations only

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
    v_rank record;
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

    with ranked as (
        select
            referral.referrer_id,
            sum(referral.points_awarded) as points,
            count(*) as successes,
            rank() over (order by sum(referral.points_awarded) desc, count(*) desc) as position
        from public.student_referrals as referral
        where
            referral.organization_id = v_student.organization_id
            and referral.status = 'enrolled'
        group by referral.referrer_id
    ),
    named as (
        select
            ranked.position,
            ranked.referrer_id,
            jsonb_build_object(
                'user_id', ranked.referrer_id,
                'full_name', coalesce(student.full_name, teacher.full_name),
                'referral_points', ranked.points,
                'successful_referrals', ranked.successes
            ) as neighbour
        from ranked
        left join public.students as student
            on
                student.id = ranked.referrer_id
                and student.deleted_at is null
        left join public.teachers as teacher
            on
                teacher.id = ranked.referrer_id
                and teacher.deleted_at is null
    )
    select
        ranked.position,
        (
            select named.neighbour
            from named
            where named.position < ranked.position
            order by
                named.position desc,
                named.referrer_id desc
            limit 1
        ) as ahead,
        (
            select named.neighbour
            from named
            where named.position > ranked.position
            order by
                named.position,
                named.referrer_id
            limit 1
        ) as behind
    into v_rank
    from ranked
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
        'rank', jsonb_build_object(
            'position', v_rank.position,
            'ahead', v_rank.ahead,
            'behind', v_rank.behind
        ),
        'next_achievement', v_next_achievement,
        'recent_referrals', coalesce(v_recent_referrals, '[]'),
        'monthly_trend', v_monthly_trend
    );
end;
$$;

comment on function public.get_student_referral_dashboard_plain(uuid) is
    'The dashboard of a student by several queries; kept as the plain form of'
    ' get_student_referral_dashboard, where its shape is described.';

revoke all on function public.get_student_referral_dashboard_plain(uuid) from public;
grant execute on function public.get_student_referral_dashboard_plain(uuid)
    to referral_app, referral_readonly, referral_admin;
