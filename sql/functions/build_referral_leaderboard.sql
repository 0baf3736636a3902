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
    if v_since is null then
        -- Read from the top of user_rankings_organization_id_referral_points_where_success_idx.
        select jsonb_agg(to_jsonb(leader) order by leader.rank, leader.user_id)
        into v_leaderboard
        from (
            select
                rank() over (
                    order by ranking.referral_points_earned desc, ranking.successful_referrals desc
                ) as rank,
                ranking.user_id,
                ranking.user_type,
                coalesce(student.full_name, teacher.full_name) as full_name,
                ranking.successful_referrals,
                ranking.referral_points_earned as referral_points
            from public.user_rankings as ranking
            -- Who is deleted keeps the place and loses the name.
            left join public.students as student
                on
                    student.id = ranking.student_id
                    and student.deleted_at is null
            left join public.teachers as teacher
                on
                    teacher.id = ranking.teacher_id
                    and teacher.deleted_at is null
            where
                ranking.organization_id = p_organization_id
                and ranking.successful_referrals > 0
            order by
                ranking.referral_points_earned desc,
                ranking.successful_referrals desc,
                ranking.user_id
            limit 100
        ) as leader;
    else
        select jsonb_agg(to_jsonb(named) order by named.rank, named.user_id)
        into v_leaderboard
        from (
            select
                leader.rank,
                leader.user_id,
                ranking.user_type,
                coalesce(student.full_name, teacher.full_name) as full_name,
                leader.successful_referrals,
                leader.referral_points
            from (
                -- Nothing but the columns of idx_student_referrals_conversion; the names are
                -- looked up for those who made it to the top.
                select
                    rank() over (order by sum(referral.points_awarded) desc, count(*) desc)
                        as rank,
                    referral.referrer_id as user_id,
                    count(*) as successful_referrals,
                    sum(referral.points_awarded) as referral_points
                from public.student_referrals as referral
                where
                    referral.organization_id = p_organization_id
                    and referral.status = 'enrolled'
                    and referral.enrollment_date >= v_since
                group by referral.referrer_id
                order by
                    rank,
                    user_id
                limit 100
            ) as leader
            inner join public.user_rankings as ranking
                on
                    ranking.user_id = leader.user_id
                    and ranking.organization_id = p_organization_id
            left join public.students as student
                on
                    student.id = ranking.student_id
                    and student.deleted_at is null
            left join public.teachers as teacher
                on
                    teacher.id = ranking.teacher_id
                    and teacher.deleted_at is null
        ) as named;
    end if;

    return coalesce(v_leaderboard, '[]');
end;
$$;

comment on function public.build_referral_leaderboard(uuid, text) is
    'The first 100 referrers of a period (all, month, week) as an array of objects, best first.';
