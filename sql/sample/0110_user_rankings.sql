-- purpose: The ranking of each student and teacher, its totals counted from ledger and referrals.
-- table: public.user_rankings

with
person as (
    select
        student.id as user_id,
        student.organization_id,
        'student' as user_type,
        student.created_at
    from public.students as student
    union all
    select
        teacher.id as user_id,
        teacher.organization_id,
        'teacher' as user_type,
        teacher.created_at
    from public.teachers as teacher
),

point as (
    select
        transaction.user_id,
        sum(transaction.points_amount) as total_points,
        sum(transaction.coins_earned) as available_coins,
        -coalesce(sum(transaction.coins_earned) filter (where transaction.coins_earned < 0), 0)
            as spent_coins
    from public.points_transactions as transaction
    group by transaction.user_id
),

referral as (
    select
        student_referral.referrer_id as user_id,
        count(*) as total_referrals,
        count(*) filter (where student_referral.status = 'enrolled') as successful_referrals,
        sum(student_referral.points_awarded) as referral_points_earned
    from public.student_referrals as student_referral
    where student_referral.deleted_at is null
    group by student_referral.referrer_id
)

select
    person.user_id,
    person.organization_id,
    person.user_type,
    coalesce(point.total_points, 0)::integer as total_points,
    coalesce(point.available_coins, 0)::integer as available_coins,
    coalesce(point.spent_coins, 0)::integer as spent_coins,
    1 + coalesce(point.total_points, 0)::integer / 500 as current_level,
    (
        rank() over (
            partition by person.organization_id, person.user_type
            order by coalesce(point.total_points, 0) desc
        )
    )::integer as current_rank,
    coalesce(referral.total_referrals, 0)::integer as total_referrals,
    coalesce(referral.successful_referrals, 0)::integer as successful_referrals,
    coalesce(referral.referral_points_earned, 0)::integer as referral_points_earned,
    round(100.0 * referral.successful_referrals / referral.total_referrals, 2)
        as referral_conversion_rate,
    person.created_at,
    '2026-09-01 00:00:00+00'::timestamptz as updated_at
from person
left join point
    on point.user_id = person.user_id
left join referral
    on referral.user_id = person.user_id
order by person.created_at, person.user_id;
