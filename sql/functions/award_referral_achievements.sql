-- purpose: Gives referrers the referral achievements that they have reached, each once.
-- volatile: writes achievements, the ledger and the rankings

-- Not for what a ranking does not show, such as the successes of a month: a metric that is no
-- column of user_rankings counts as 0. PL/pgSQL, although it is one query, because that keeps the
-- plan between calls, and every new referral calls it.
create or replace function public.award_referral_achievements(
    p_organization_id uuid,
    p_user_ids uuid[]
)
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_awarded integer;
begin
    with earned as (
        insert into public.student_achievements (
            user_id,
            organization_id,
            achievement_id,
            points_awarded,
            coins_awarded
        )
        select
            ranking.user_id,
            ranking.organization_id,
            achievement.id,
            achievement.points_reward,
            achievement.coins_reward
        from public.user_rankings as ranking
        inner join public.achievements as achievement
            on
                achievement.target_user_type in (ranking.user_type, 'both')
                and (
                    achievement.organization_id = ranking.organization_id
                    or achievement.organization_id is null
                )
        where
            ranking.organization_id = p_organization_id
            and ranking.user_id = any(p_user_ids)
            and achievement.category = 'referral'
            and achievement.is_active
            and not achievement.is_recurring
            and not exists (
                select
                from public.student_achievements as earlier
                where
                    earlier.user_id = ranking.user_id
                    and earlier.organization_id = ranking.organization_id
                    and earlier.achievement_id = achievement.id
            )
            and not exists (
                select
                from jsonb_each_text(achievement.requirements) as metric (key, value)
                where
                    coalesce((to_jsonb(ranking) ->> metric.key)::numeric, 0)
                    < metric.value::numeric
            )
        order by ranking.user_id, achievement.id
        on conflict do nothing
        returning
            student_achievements.user_id,
            student_achievements.organization_id,
            student_achievements.achievement_id,
            student_achievements.points_awarded,
            student_achievements.coins_awarded
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
            sum(earned.points_awarded)::integer as points,
            sum(earned.coins_awarded)::integer as coins
        from earned
        group by earned.user_id
    ),
    credited as (
        update public.user_rankings as ranking
        set
            total_points = ranking.total_points + credit.points,
            available_coins = ranking.available_coins + credit.coins,
            updated_at = now()
        from credit
        where
            ranking.user_id = credit.user_id
            and ranking.organization_id = p_organization_id
    )
    select count(*)::integer
    into v_awarded
    from earned;

    return v_awarded;
end;
$$;

comment on function public.award_referral_achievements(uuid, uuid[]) is
    'Awards what the users'' rankings have reached, with its points and coins; returns how many.';
