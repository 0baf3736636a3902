-- why: Whether a new referral has earned its referrer an achievement is asked with each, and few
--   rows of the catalogue can be the answer.
-- depends: 0046_slim_ranking_indexes
-- transactional: false

create index concurrently achievements_organization_id_where_milestone_idx
    on public.achievements (organization_id)
    where
        category = 'referral'
        and is_active
        and not is_recurring
        and requirements - array[
            'total_referrals',
            'successful_referrals',
            'referral_points_earned',
            'total_points'
        ] = '{}';
comment on index public.achievements_organization_id_where_milestone_idx is
    'What find_due_referral_achievements chooses from: achievements that a ranking can show.';
