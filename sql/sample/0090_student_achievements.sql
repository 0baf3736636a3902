-- purpose: What goals and referrals have earned, each on the day on which it was reached.
-- table: public.student_achievements

with
success as (
    select
        referral.referrer_id as user_id,
        referral.organization_id,
        referral.referrer_type as user_type,
        referral.updated_at as earned_at,
        row_number() over (
            partition by referral.referrer_id
            order by referral.updated_at, referral.id
        ) as number
    from public.student_referrals as referral
    where referral.status = 'enrolled'
),

referrer as (
    select
        referral.referrer_id as user_id,
        referral.organization_id,
        count(*) as referrals,
        count(*) filter (where referral.status = 'enrolled') as successes,
        min(referral.created_at) as first_at,
        max(referral.updated_at) as last_at
    from public.student_referrals as referral
    where referral.deleted_at is null
    group by referral.referrer_id, referral.organization_id
),

achiever as (
    select
        goal.user_id,
        goal.organization_id,
        min(goal.completed_at) as first_at
    from public.user_goals as goal
    where goal.status = 'completed'
    group by goal.user_id, goal.organization_id
),

earned as (
    select
        referrer.user_id,
        referrer.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        referrer.first_at as earned_at
    from referrer
    cross join public.achievements as achievement
    where
        achievement.organization_id is null
        and achievement.code = 'first_referral'
    union all
    select
        success.user_id,
        success.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        success.earned_at
    from success
    inner join public.achievements as achievement
        on (achievement.requirements -> 'successful_referrals')::bigint = success.number
    where
        achievement.organization_id is null
        and achievement.target_user_type in (success.user_type, 'both')
    union all
    select
        referrer.user_id,
        referrer.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        referrer.last_at as earned_at
    from referrer
    cross join public.achievements as achievement
    where
        achievement.organization_id is null
        and achievement.code = 'quality_referrer'
        and referrer.referrals >= 5
        and round(100.0 * referrer.successes / referrer.referrals, 2) >= 80
    union all
    select
        achiever.user_id,
        achiever.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        achiever.first_at as earned_at
    from achiever
    inner join public.achievements as achievement
        on
            achievement.organization_id = achiever.organization_id
            and achievement.code = 'goal_getter'
)

select
    earned.user_id,
    earned.organization_id,
    earned.achievement_id,
    earned.coins_reward as coins_awarded,
    earned.earned_at
from earned
order by earned.earned_at, earned.user_id, earned.achievement_id;
