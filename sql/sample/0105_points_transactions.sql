-- purpose: The coins that came with each achievement.
-- table: public.points_transactions

select
    md5(
        current_setting('sample.seed') || ':coins:' || earned.user_id || ':' || achievement.code
    )::uuid as id,
    earned.organization_id,
    earned.user_id,
    'bonus' as transaction_type,
    0 as points_amount,
    earned.coins_awarded as coins_earned,
    'achievement' as category,
    achievement.code as subcategory,
    'achievement' as reference_type,
    earned.achievement_id as reference_id,
    earned.earned_at as created_at
from public.student_achievements as earned
inner join public.achievements as achievement
    on achievement.id = earned.achievement_id
order by earned.earned_at, earned.user_id, achievement.code;
