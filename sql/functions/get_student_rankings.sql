-- purpose: Lists an organization's students from the first rank down.

create or replace function public.get_student_rankings(
    p_organization_id uuid,
    p_limit integer default 50
)
returns table (
    rank bigint,
    student_id uuid,
    full_name text,
    total_points integer,
    available_coins integer,
    current_level integer
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    -- The order is that of user_rankings_organization_id_total_points_student_id_idx, so that the
    -- limit ends the scan and only students with equal points are sorted among themselves.
    select
        rank() over (order by ranking.total_points desc) as rank,
        ranking.student_id,
        student.full_name,
        ranking.total_points,
        ranking.available_coins,
        ranking.current_level
    from public.user_rankings as ranking
    inner join public.students as student
        on
            student.id = ranking.student_id
            and student.organization_id = ranking.organization_id
    where
        ranking.organization_id = p_organization_id
        and student.status = 'active'
        and student.deleted_at is null
    order by ranking.total_points desc, ranking.student_id
    limit p_limit;
end;

comment on function public.get_student_rankings(uuid, integer) is
    'Active students of an organization by points; equal points share a rank; null lists all.';

revoke all on function public.get_student_rankings(uuid, integer) from public;
grant execute on function public.get_student_rankings(uuid, integer)
    to referral_app, referral_readonly, referral_admin;
