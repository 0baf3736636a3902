-- why: The referral achievements in the catalogue do not slow the check of a users achievements.
-- depends: 0050_read_dashboard_from_indexes

create or replace function public.check_user_achievements(
    p_user_id uuid,
    p_organization_id uuid
)
returns table (
    achievement_id uuid,
    code text,
    name text,
    category text,
    badge_color text,
    progress_percent integer,
    is_met boolean,
    times_earned bigint,
    last_earned_at timestamptz
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        achievement.id as achievement_id,
        achievement.code,
        achievement.name,
        achievement.category,
        achievement.badge_color,
        requirement.progress_percent,
        requirement.progress_percent = 100 as is_met,
        coalesce(earned.times_earned, 0) as times_earned,
        earned.last_earned_at
    from public.user_rankings as ranking
    -- The ranking as an object, so that a metric added to it later needs no change here. A metric
    -- that it does not hold counts as 0: whoever knows it awards the achievement. Once a user and
    -- not once an achievement, for which the offset is there.
    cross join lateral (
        select to_jsonb(ranking) as metrics
        offset 0
    ) as measured
    inner join public.achievements as achievement
        on
            achievement.target_user_type in (ranking.user_type, 'both')
            and (
                achievement.organization_id = ranking.organization_id
                or achievement.organization_id is null
            )
    cross join lateral (
        select
            min(
                floor(
                    100 * least(1, coalesce((measured.metrics ->> metric.key)::numeric, 0)
                        / (achievement.requirements ->> metric.key)::numeric)
                )
            )::integer as progress_percent
        from (select jsonb_object_keys(achievement.requirements) as key) as metric
    ) as requirement
    left join (
        -- All that the user has earned, in one look.
        select
            student_achievement.achievement_id,
            count(*) as times_earned,
            max(student_achievement.earned_at) as last_earned_at
        from public.student_achievements as student_achievement
        where
            student_achievement.user_id = p_user_id
            and student_achievement.organization_id = p_organization_id
        group by student_achievement.achievement_id
    ) as earned
        on earned.achievement_id = achievement.id
    where
        ranking.user_id = p_user_id
        and ranking.organization_id = p_organization_id
        and achievement.is_active
    order by achievement.category, achievement.code, achievement.id;
end;

comment on function public.check_user_achievements(uuid, uuid) is
    'Progress of a user in percent (0 to 100) towards each achievement open to them.';

revoke all on function public.check_user_achievements(uuid, uuid) from public;
grant execute on function public.check_user_achievements(uuid, uuid)
    to referral_app, referral_readonly, referral_admin;
