-- why: Awarding many referrals looks each ranking up once for its achievements.
-- depends: 0051_check_achievements_in_one_look

-- Called in the transaction that changed the totals. PL/pgSQL, although it needs no loop, because
-- that keeps the plans between calls.
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
    -- The rankings by themselves, so that they are not looked up once for each achievement.
    with reached as materialized (
        select
            ranking.user_id,
            ranking.organization_id,
            ranking.user_type,
            ranking.total_referrals,
            ranking.successful_referrals,
            ranking.referral_points_earned,
            ranking.total_points
        from public.user_rankings as ranking
        where ranking.user_id = any(p_user_ids)
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
