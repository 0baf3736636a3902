-- purpose: The award of each enrolled referral, the coins of each achievement, and one or two
--   rewards of each student's own.
-- table: public.points_transactions

with
setting as (
    select current_setting('sample.seed') as seed
),

award as (
    select
        referral.points_transaction_id as id,
        referral.organization_id,
        referral.referrer_id as user_id,
        referral.points_awarded as points_amount,
        referral.id as reference_id,
        referral.created_by as awarded_by,
        referral.updated_at as created_at
    from public.student_referrals as referral
    where referral.points_transaction_id is not null
),

coin as (
    select
        md5(
            setting.seed || ':coins:' || earned.user_id || ':' || achievement.code
        )::uuid as id,
        earned.organization_id,
        earned.user_id,
        earned.coins_awarded as coins_earned,
        achievement.code as subcategory,
        earned.achievement_id as reference_id,
        earned.earned_at as created_at
    from setting
    cross join public.student_achievements as earned
    inner join public.achievements as achievement
        on achievement.id = earned.achievement_id
),

point as (
    select
        student.id as student_id,
        student.organization_id,
        student.enrollment_date,
        place,
        md5(setting.seed || ':point:' || student.code || ':' || place)::uuid as id
    from setting
    cross join public.students as student
    cross join generate_series(0, get_byte(uuid_send(student.id), 8) % 2) as place
    offset 0
),

drawn as (
    select
        point.*,
        uuid_send(point.id) as dice,
        get_byte(uuid_send(point.id), 0) as luck
    from point
    offset 0
),

typed as (
    select
        drawn.*,
        -- The first is always earned, so that the second may redeem a part of its coins.
        case
            when drawn.place = 0 or drawn.luck < 160 then 'earned'
            when drawn.luck < 200 then 'bonus'
            else 'redeemed'
        end as transaction_type
    from drawn
    offset 0
),

transaction as (
    select
        award.id,
        award.organization_id,
        award.user_id,
        'earned' as transaction_type,
        award.points_amount,
        0 as coins_earned,
        'referral' as category,
        'successful_enrollment' as subcategory,
        'student_referral' as reference_type,
        award.reference_id,
        award.awarded_by,
        award.created_at
    from award
    union all
    select
        coin.id,
        coin.organization_id,
        coin.user_id,
        'bonus' as transaction_type,
        0 as points_amount,
        coin.coins_earned,
        'achievement' as category,
        coin.subcategory,
        'achievement' as reference_type,
        coin.reference_id,
        null as awarded_by,
        coin.created_at
    from coin
    union all
    select
        typed.id,
        typed.organization_id,
        typed.student_id as user_id,
        typed.transaction_type,
        case
            when typed.transaction_type = 'redeemed' then 0
            else 10 + get_byte(typed.dice, 1) % 10 * 10
        end as points_amount,
        case
            when typed.transaction_type = 'redeemed' then -5
            else 5 + get_byte(typed.dice, 1) % 10
        end as coins_earned,
        case
            when typed.transaction_type = 'redeemed' then 'reward'
            else ('{homework,attendance,behavior,exam}'::text[])[1 + get_byte(typed.dice, 2) % 4]
        end as category,
        case
            when typed.transaction_type = 'redeemed' then 'stationery'
            else ('{on_time,full_week,helpful,top_mark}'::text[])[1 + get_byte(typed.dice, 2) % 4]
        end as subcategory,
        null as reference_type,
        null as reference_id,
        null as awarded_by,
        -- Somewhere between the enrollment and the end of the samples' time.
        (typed.enrollment_date::timestamp + '9 hours'::interval) at time zone 'UTC'
        + (get_byte(typed.dice, 3) * 256 + get_byte(typed.dice, 4) + typed.place)
        % greatest(1, '2026-08-31'::date - typed.enrollment_date)
        * 86400 * '1 second'::interval as created_at
    from typed
)

-- A ledger is written in the order of time.
select
    transaction.id,
    transaction.organization_id,
    transaction.user_id,
    transaction.transaction_type,
    transaction.points_amount,
    transaction.coins_earned,
    transaction.category,
    transaction.subcategory,
    transaction.reference_type,
    transaction.reference_id,
    transaction.awarded_by,
    transaction.created_at
from transaction
order by transaction.created_at, transaction.id;
