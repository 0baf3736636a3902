-- loses: nothing

-- Made by `refdb make` from the object files.

create or replace function public.get_student_referral_dashboard(p_student_id uuid)
returns jsonb
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = 'force_generic_plan'
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
    'Totals, conversion, points, rank, next achievement, recent referrals and monthly trend of a student, as the object that its file describes; RD007 when there is no such student.';
revoke all on function public.get_student_referral_dashboard(uuid) from public;
grant execute on function public.get_student_referral_dashboard(uuid) to referral_app;
grant execute on function public.get_student_referral_dashboard(uuid) to referral_readonly;
grant execute on function public.get_student_referral_dashboard(uuid) to referral_admin;

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
    'The dashboard of a student by several queries; kept as the plain form of get_student_referral_dashboard, where its shape is described.';
revoke all on function public.get_student_referral_dashboard_plain(uuid) from public;
grant execute on function public.get_student_referral_dashboard_plain(uuid) to referral_app;
grant execute on function public.get_student_referral_dashboard_plain(uuid) to referral_readonly;
grant execute on function public.get_student_referral_dashboard_plain(uuid) to referral_admin;
