-- purpose: What the points and referrals have earned so far, and the coins that came with it.

insert into public.student_achievements (
    user_id,
    organization_id,
    achievement_id,
    coins_awarded,
    earned_at
)
with
counted as (
    select
        referral.referrer_id as user_id,
        referral.organization_id,
        referral.referrer_type as user_type,
        referral.updated_at,
        row_number() over (
            partition by referral.referrer_id
            order by referral.updated_at, referral.id
        ) as successes
    from public.student_referrals as referral
    where referral.status = 'enrolled'
),

first_referral as (
    select
        referral.referrer_id as user_id,
        referral.organization_id,
        min(referral.created_at) as earned_at
    from public.student_referrals as referral
    where referral.deleted_at is null
    group by referral.referrer_id, referral.organization_id
),

high_flyer as (
    select
        point.user_id,
        point.organization_id,
        max(point.created_at) as earned_at
    from public.points_transactions as point
    inner join public.students as student
        on student.id = point.user_id
    group by point.user_id, point.organization_id
    having sum(point.points_amount) >= 250
),

earned as (
    select
        first_referral.user_id,
        first_referral.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        first_referral.earned_at
    from first_referral
    cross join public.achievements as achievement
    where achievement.organization_id is null and achievement.code = 'first_referral'
    union all
    select
        counted.user_id,
        counted.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        counted.updated_at as earned_at
    from counted
    inner join public.achievements as achievement
        on (achievement.requirements -> 'successful_referrals')::bigint = counted.successes
    where
        achievement.organization_id is null
        and achievement.target_user_type in (counted.user_type, 'both')
    union all
    select
        high_flyer.user_id,
        high_flyer.organization_id,
        achievement.id as achievement_id,
        achievement.coins_reward,
        high_flyer.earned_at
    from high_flyer
    inner join public.achievements as achievement
        on
            achievement.organization_id = high_flyer.organization_id
            and achievement.code = 'high_flyer'
)

select
    earned.user_id,
    earned.organization_id,
    earned.achievement_id,
    earned.coins_reward as coins_awarded,
    earned.earned_at
from earned
order by earned.earned_at, earned.user_id, earned.achievement_id;

insert into public.points_transactions (
    id,
    organization_id,
    user_id,
    transaction_type,
    points_amount,
    coins_earned,
    category,
    reference_type,
    reference_id,
    created_at
)
select
    md5(current_setting('sample.seed') || ':coins:' || earned.user_id || achievement.code)::uuid
        as id,
    earned.organization_id,
    earned.user_id,
    'bonus' as transaction_type,
    0 as points_amount,
    earned.coins_awarded as coins_earned,
    'achievement' as category,
    'achievement' as reference_type,
    earned.achievement_id as reference_id,
    earned.earned_at as created_at
from public.student_achievements as earned
inner join public.achievements as achievement
    on achievement.id = earned.achievement_id
order by earned.earned_at, earned.user_id, achievement.code;
