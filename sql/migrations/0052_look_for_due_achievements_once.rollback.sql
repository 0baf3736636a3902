-- loses: nothing

-- Called in the transaction that changed the totals. Not for what may come a minute later: an
-- achievement with a metric that is not below, and a recurring one, is left to
-- award_periodic_referral_achievements. PL/pgSQL, although it needs no loop, because that keeps
-- the plans between calls, and every new referral calls it.
create or replace function public.award_referral_achievements(p_user_ids uuid[])
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_earned public.student_achievements[];
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
            ranking.user_id = any(p_user_ids)
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
            -- Written out, because taking the object apart cost more than all the rest. A metric
            -- that is not required is null, and so is its comparison.
            and (
                ranking.total_referrals
                < (achievement.requirements ->> 'total_referrals')::numeric
            ) is not true
            and (
                ranking.successful_referrals
                < (achievement.requirements ->> 'successful_referrals')::numeric
            ) is not true
            and (
                ranking.referral_points_earned
                < (achievement.requirements ->> 'referral_points_earned')::numeric
            ) is not true
            and (
                ranking.total_points
                < (achievement.requirements ->> 'total_points')::numeric
            ) is not true
            and achievement.requirements - array[
                'total_referrals',
                'successful_referrals',
                'referral_points_earned',
                'total_points'
            ] = '{}'
        order by ranking.user_id, achievement.id
        on conflict do nothing
        returning student_achievements
    )
    select array_agg(earned.student_achievements)
    into v_earned
    from earned;

    -- As a rule there is nothing new.
    if v_earned is null then
        return 0;
    end if;

    perform public.pay_referral_achievements(v_earned);

    return cardinality(v_earned);
end;
$$;

comment on function public.award_referral_achievements(uuid[]) is
    'Awards what the users'' totals have reached, with its points and coins; returns how many.';

revoke all on function public.award_referral_achievements(uuid[]) from public;
grant execute on function public.award_referral_achievements(uuid[])
    to referral_app, referral_admin;
