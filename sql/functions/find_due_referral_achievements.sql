-- purpose: Finds the referral achievements that a ranking has reached and its user has not earned.

-- Not for what may come a minute later: an achievement with a metric that is not below, and a
-- recurring one, is left to award_periodic_referral_achievements. The figures are arguments, so
-- that a statement can ask with those that it has just written. Inlined into the caller's query.
create or replace function public.find_due_referral_achievements(
    p_user_id uuid,
    p_organization_id uuid,
    p_user_type text,
    p_total_referrals integer,
    p_successful_referrals integer,
    p_referral_points_earned integer,
    p_total_points integer
)
returns table (
    achievement_id uuid,
    points_reward integer,
    coins_reward integer
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        achievement.id as achievement_id,
        achievement.points_reward,
        achievement.coins_reward
    from public.achievements as achievement
    where
        achievement.target_user_type in (p_user_type, 'both')
        and (
            achievement.organization_id = p_organization_id
            or achievement.organization_id is null
        )
        and achievement.category = 'referral'
        and achievement.is_active
        and not achievement.is_recurring
        -- Written out, because taking the object apart cost more than all the rest. A metric that
        -- is not required is null, and so is its comparison.
        and (
            p_successful_referrals < (achievement.requirements -> 'successful_referrals')::numeric
        ) is not true
        and (
            p_total_referrals < (achievement.requirements -> 'total_referrals')::numeric
        ) is not true
        and (
            p_referral_points_earned
            < (achievement.requirements -> 'referral_points_earned')::numeric
        ) is not true
        and (
            p_total_points < (achievement.requirements -> 'total_points')::numeric
        ) is not true
        -- As in the predicate of achievements_organization_id_where_milestone_idx, which has done
        -- it.
        and achievement.requirements - array[
            'total_referrals',
            'successful_referrals',
            'referral_points_earned',
            'total_points'
        ] = '{}'
        and not exists (
            select
            from public.student_achievements as earlier
            where
                earlier.user_id = p_user_id
                and earlier.organization_id = p_organization_id
                and earlier.achievement_id = achievement.id
        );
end;

comment on function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
) is
    'Achievements with their rewards that a user with these figures is owed now.';

revoke all on function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
) from public;
grant execute on function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
) to referral_app, referral_admin;
