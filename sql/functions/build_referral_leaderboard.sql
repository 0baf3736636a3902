-- purpose: Computes a leaderboard from what is kept for it: totals for all time, an index else.
-- requires: get_referral_period_start

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
        -- which has the order but for equals, so that the limit ends the scan.
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
