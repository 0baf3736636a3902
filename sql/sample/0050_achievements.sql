-- purpose: Two achievements of each school's own, beside the shared ones.
-- table: public.achievements

with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations
),

achievement (code, name, description, category, badge_color, coins_reward, requirements) as (
    values
    (
        'goal_getter',
        'Goal getter',
        'Complete a goal.',
        'goals',
        'bronze',
        10,
        '{"completed_goals": 1}'::jsonb
    ),
    (
        'legend',
        'Legend',
        'Earn 100,000 points, as nobody has yet.',
        'points',
        'gold',
        500,
        '{"total_points": 100000}'::jsonb
    )
)

select
    md5(setting.seed || ':achievement:' || organization || ':' || achievement.code)::uuid as id,
    md5(setting.seed || ':organization:' || organization)::uuid as organization_id,
    achievement.code,
    achievement.name,
    achievement.description,
    achievement.category,
    'student' as target_user_type,
    achievement.badge_color,
    achievement.coins_reward,
    achievement.requirements,
    '2021-09-01 04:00:00+00'::timestamptz as created_at,
    '2021-09-01 04:00:00+00'::timestamptz as updated_at
from setting
cross join generate_series(0, setting.organizations - 1) as organization
cross join achievement;
