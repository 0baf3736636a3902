"""What is true of the referrals and the ledger at all times, as queries that find no row."""

#: Each must find no row: what awards, totals and identities promise.
RULES = {
    "totals are counts": """
        select ranking.user_id
        from user_rankings as ranking
        left join (
            select
                referrer_id,
                organization_id,
                count(*) filter (where deleted_at is null) as total,
                count(*) filter (where points_transaction_id is not null) as successes,
                sum(points_awarded) as points
            from student_referrals
            group by 1, 2
        ) as counted on (referrer_id, counted.organization_id)
            = (user_id, ranking.organization_id)
        where (total_referrals, successful_referrals, referral_points_earned)
            <> (coalesce(total, 0), coalesce(successes, 0), coalesce(points, 0))
    """,
    "points are those of the ledger": """
        select user_id
        from user_rankings as ranking
        where referral_points_earned <> (
            select coalesce(sum(points_amount), 0)
            from points_transactions as entry
            where (entry.user_id, entry.organization_id, category)
                = (ranking.user_id, ranking.organization_id, 'referral')
        )
    """,
    "a referral is there once": "select id from student_referrals group by 1 having count(*) > 1",
    "a ledger row is there once": """
        select id from points_transactions group by 1 having count(*) > 1
    """,
    "an award is there once": """
        select referral.id
        from student_referrals as referral
        left join points_transactions as award
            on award.reference_type = 'student_referral' and award.reference_id = referral.id
        group by referral.id, referral.organization_id
        having count(award.id) <> (array_agg(status = 'enrolled'))[1]::integer
    """,
    "an award is that of the referral": """
        select referral.id
        from student_referrals as referral
        inner join points_transactions as award on award.id = points_transaction_id
        where (reference_id, award.organization_id, points_amount)
            is distinct from (referral.id, referral.organization_id, points_awarded)
    """,
}
#: What the plain functions answer and the others must answer too, for some students of each school.
PLAIN = """
    select student_id
    from (
        select student_id, row_number() over (partition by organization_id order by student_id)
        from user_rankings
        where total_referrals > 0 and student_id is not null
    ) as student (student_id, place)
    where
        place <= 3
        and get_student_referral_dashboard(student_id) #- '{rank}'
            is distinct from get_student_referral_dashboard_plain(student_id) #- '{rank}'
"""
