-- purpose: Adds awards to the rankings, and with them the milestones that the new totals reach.
-- volatile: writes the rankings, achievements and the ledger
-- requires: find_due_referral_achievements, get_referral_conversion_rate

-- What award_referral_achievements does after the totals have changed is done here beside the
-- change, so that a ranking and its indexes are written once, and the foreign keys of a ranking
-- that its own transaction has written are not asked again.
-- Settings as in award_referrals, for its reasons.
create or replace function public.credit_referral_awards(
    p_user_ids uuid[],
    p_organization_ids uuid[],
    p_points integer[]
)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
    with credit as (
        select
            award.user_id,
            award.organization_id,
            count(*)::integer as successes,
            sum(award.points)::integer as points
        from unnest(p_user_ids, p_organization_ids, p_points)
            as award (user_id, organization_id, points)
        group by
            award.user_id,
            award.organization_id
    ),
    reached as materialized (
        select
            ranking.user_id,
            ranking.organization_id,
            ranking.user_type,
            ranking.total_referrals,
            ranking.successful_referrals + credit.successes as successful_referrals,
            ranking.referral_points_earned + credit.points as referral_points_earned,
            ranking.total_points + credit.points as total_points
        from credit
        inner join public.user_rankings as ranking
            on
                ranking.user_id = credit.user_id
                and ranking.organization_id = credit.organization_id
    ),
    earned as (
        insert into public.student_achievements (
            user_id,
            organization_id,
            achievement_id,
            points_awarded,
            coins_awarded
        )
        select
            reached.user_id,
            reached.organization_id,
            due.achievement_id,
            due.points_reward,
            due.coins_reward
        from reached
        cross join lateral public.find_due_referral_achievements(
            reached.user_id,
            reached.organization_id,
            reached.user_type,
            reached.total_referrals,
            reached.successful_referrals,
            reached.referral_points_earned,
            reached.total_points
        ) as due
        order by
            reached.user_id,
            due.achievement_id
        on conflict do nothing
        returning
            student_achievements.user_id,
            student_achievements.organization_id,
            student_achievements.achievement_id,
            student_achievements.points_awarded,
            student_achievements.coins_awarded
    ),
    paid as (
        insert into public.points_transactions (
            organization_id,
            user_id,
            transaction_type,
            points_amount,
            coins_earned,
            category,
            subcategory,
            reference_type,
            reference_id
        )
        select
            earned.organization_id,
            earned.user_id,
            'bonus',
            earned.points_awarded,
            earned.coins_awarded,
            'achievement',
            achievement.code,
            'achievement',
            achievement.id
        from earned
        inner join public.achievements as achievement
            on achievement.id = earned.achievement_id
    ),
    reward as (
        select
            earned.user_id,
            earned.organization_id,
            sum(earned.points_awarded)::integer as points,
            sum(earned.coins_awarded)::integer as coins
        from earned
        group by
            earned.user_id,
            earned.organization_id
    )
    update public.user_rankings as ranking
    set
        total_points = reached.total_points + coalesce(reward.points, 0),
        available_coins = ranking.available_coins + coalesce(reward.coins, 0),
        referral_points_earned = reached.referral_points_earned,
        successful_referrals = reached.successful_referrals,
        referral_conversion_rate = public.get_referral_conversion_rate(
            reached.successful_referrals,
            reached.total_referrals
        ),
        updated_at = now()
    from reached
    left join reward
        on
            reward.user_id = reached.user_id
            and reward.organization_id = reached.organization_id
    where
        ranking.user_id = reached.user_id
        and ranking.organization_id = reached.organization_id;
end;
$$;

comment on function public.credit_referral_awards(uuid[], uuid[], integer[]) is
    'Of each award its user, organization and points, at the same place in each array; the caller'
    ' has locked the rankings, entered the awards in the ledger, and announces.'
    ' For award_referrals.';

revoke all on function public.credit_referral_awards(uuid[], uuid[], integer[]) from public;
grant execute on function public.credit_referral_awards(uuid[], uuid[], integer[])
    to referral_app, referral_admin;
