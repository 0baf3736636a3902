-- Answers who has a place in the organization, from the first down, as text: [id, name, points, successes].
select
    coalesce(
        json_agg(
            json_build_array(
                ranking.user_id,
                coalesce(student.full_name, teacher.full_name),
                ranking.referral_points_earned,
                ranking.successful_referrals
            )
            order by
                ranking.referral_points_earned desc,
                ranking.successful_referrals desc,
                ranking.user_id
        ),
        '[]'
    )::text
from public.user_rankings as ranking
left join public.students as student
    on
        student.id = ranking.user_id
        and student.deleted_at is null
left join public.teachers as teacher
    on
        teacher.id = ranking.user_id
        and teacher.deleted_at is null
where
    ranking.organization_id = %(organization_id)s
    and ranking.successful_referrals > 0
