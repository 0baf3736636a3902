-- purpose: Plain original of get_referral_leaderboard_cached: sums the referrals up anew each time.
-- requires: raise_referral_error, get_referral_period_start

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

revoke all on function public.get_referral_leaderboard(uuid, text, integer) from public;
grant execute on function public.get_referral_leaderboard(uuid, text, integer)
    to referral_app, referral_readonly, referral_admin;
