-- Answers a student's profile: who it is, points, level, referral totals, what was earned.
select
    student.id as student_id,
    student.code,
    student.full_name,
    student.phone,
    student.status,
    student.enrollment_date,
    organization.name as organization_name,
    coalesce(ranking.total_points, 0) as total_points,
    coalesce(ranking.available_coins, 0) as available_coins,
    coalesce(ranking.current_level, 1) as current_level,
    ranking.current_rank,
    coalesce(ranking.total_referrals, 0) as total_referrals,
    coalesce(ranking.successful_referrals, 0) as successful_referrals,
    coalesce(ranking.referral_points_earned, 0) as referral_points_earned,
    ranking.referral_conversion_rate,
    array(
        select achievement.code
        from public.student_achievements as earned
        inner join public.achievements as achievement
            on achievement.id = earned.achievement_id
        where
            earned.user_id = student.id
            and earned.organization_id = student.organization_id
        group by achievement.code
        order by achievement.code
    ) as achievements
from public.students as student
inner join public.organizations as organization
    on organization.id = student.organization_id
left join public.user_rankings as ranking
    on
        ranking.user_id = student.id
        and ranking.organization_id = student.organization_id
where
    student.id = %(student_id)s
    and student.deleted_at is null
