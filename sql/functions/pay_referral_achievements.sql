-- purpose: Enters the points and coins of achievements that were just earned.
-- volatile: writes the ledger and the rankings
-- requires: announce_ranking_changes

create or replace function public.pay_referral_achievements(
    p_earned public.student_achievements[]
)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    with earned as (
        select
            achievement.user_id,
            achievement.organization_id,
            achievement.achievement_id,
            achievement.points_awarded,
            achievement.coins_awarded
        from unnest(p_earned) as achievement
    ),
    entered as (
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
    credit as (
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
        total_points = ranking.total_points + credit.points,
        available_coins = ranking.available_coins + credit.coins,
        updated_at = now()
    from credit
    where
        ranking.user_id = credit.user_id
        and ranking.organization_id = credit.organization_id;

    perform public.announce_ranking_changes(
        array(
            select distinct earned.organization_id
            from unnest(p_earned) as earned
        )
    );
end;
$$;

comment on function public.pay_referral_achievements(public.student_achievements[]) is
    'One ledger row each, and the sums in the rankings, which the caller has locked; for the'
    ' functions that award achievements.';

revoke all on function public.pay_referral_achievements(public.student_achievements[]) from public;
grant execute on function public.pay_referral_achievements(public.student_achievements[])
    to referral_app, referral_admin;
