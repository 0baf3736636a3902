-- why: Each new referral pays for a setting that changes no plan, for numbers that are read as text,
--   and for counting further than to two.
-- depends: 0054_cover_student_rankings

-- Made by `refdb make` from the object files.

create or replace function public.count_new_referrals()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
declare
    v_referrer_id uuid;
    v_is_due boolean;
    v_ids uuid[];
    v_referrer_ids uuid[];
    v_enrolled_ids uuid[];
begin
    -- One open referral, as an application enters them: a single statement does it all, and says
    -- whether an achievement is due.
    update public.user_rankings as ranking
    set
        total_referrals = ranking.total_referrals + 1,
        referral_conversion_rate = public.get_referral_conversion_rate(
            ranking.successful_referrals,
            ranking.total_referrals + 1
        ),
        updated_at = now()
    from new_referrals as new_referral
    where
        not exists (select from new_referrals offset 1)
        and new_referral.deleted_at is null
        and new_referral.status <> 'enrolled'
        and ranking.user_id = new_referral.referrer_id
        and ranking.organization_id = new_referral.organization_id
    returning
        ranking.user_id,
        exists (
            select
            from public.find_due_referral_achievements(
                ranking.user_id,
                ranking.organization_id,
                ranking.user_type,
                ranking.total_referrals,
                ranking.successful_referrals,
                ranking.referral_points_earned,
                ranking.total_points
            )
        )
    into
        v_referrer_id,
        v_is_due;

    if found then
        if v_is_due then
            perform public.award_referral_achievements(array[v_referrer_id]);
        end if;
        return null;
    end if;

    select
        array_agg(new_referral.id),
        array_agg(distinct new_referral.referrer_id),
        array_agg(new_referral.id order by new_referral.place) filter (
            where
                new_referral.status = 'enrolled'
                and new_referral.points_transaction_id is null
        )
    into
        v_ids,
        v_referrer_ids,
        v_enrolled_ids
    from (
        -- As they were entered, which is the order of their awards: without it, the server sorts
        -- them for an aggregate beside this one as it likes.
        select
            entered.id,
            entered.referrer_id,
            entered.status,
            entered.points_transaction_id,
            row_number() over () as place
        from new_referrals as entered
    ) as new_referral;

    -- A referral that is entered as enrolled is awarded as one that becomes enrolled. All locks are
    -- taken at once then: the rankings of the others after them would be out of order.
    if v_enrolled_ids is not null then
        perform public.lock_referral_awards(v_ids);
    end if;

    update public.user_rankings as ranking
    set
        total_referrals = ranking.total_referrals + entered.referrals,
        referral_conversion_rate = public.get_referral_conversion_rate(
            ranking.successful_referrals,
            ranking.total_referrals + entered.referrals
        ),
        updated_at = now()
    from (
        -- Locks the rankings by key, as every trigger here does.
        select
            referrer.user_id,
            referrer.organization_id,
            counted.referrals
        from (
            select
                new_referral.referrer_id,
                new_referral.organization_id,
                count(*)::integer as referrals
            from new_referrals as new_referral
            where new_referral.deleted_at is null
            group by
                new_referral.referrer_id,
                new_referral.organization_id
        ) as counted
        inner join public.user_rankings as referrer
            on
                referrer.user_id = counted.referrer_id
                and referrer.organization_id = counted.organization_id
        order by
            referrer.user_id,
            referrer.organization_id
        for no key update of referrer
    ) as entered
    where
        ranking.user_id = entered.user_id
        and ranking.organization_id = entered.organization_id;

    if v_enrolled_ids is not null then
        perform public.award_referrals(v_enrolled_ids);
    end if;

    perform public.award_referral_achievements(v_referrer_ids);

    return null;
end;
$$;

comment on function public.count_new_referrals() is
    'Trigger function: total, conversion rate and achievements for the rows in new_referrals.';

revoke all on function public.count_new_referrals() from public;

create or replace function public.find_due_referral_achievements(
    p_user_id uuid,
    p_organization_id uuid,
    p_user_type text,
    p_total_referrals integer,
    p_successful_referrals integer,
    p_referral_points_earned integer,
    p_total_points integer
)
returns table (
    achievement_id uuid,
    points_reward integer,
    coins_reward integer
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        achievement.id as achievement_id,
        achievement.points_reward,
        achievement.coins_reward
    from public.achievements as achievement
    where
        achievement.target_user_type in (p_user_type, 'both')
        and (
            achievement.organization_id = p_organization_id
            or achievement.organization_id is null
        )
        and achievement.category = 'referral'
        and achievement.is_active
        and not achievement.is_recurring
        -- Written out, because taking the object apart cost more than all the rest. A metric that
        -- is not required is null, and so is its comparison.
        and (
            p_successful_referrals < (achievement.requirements -> 'successful_referrals')::numeric
        ) is not true
        and (
            p_total_referrals < (achievement.requirements -> 'total_referrals')::numeric
        ) is not true
        and (
            p_referral_points_earned
            < (achievement.requirements -> 'referral_points_earned')::numeric
        ) is not true
        and (
            p_total_points < (achievement.requirements -> 'total_points')::numeric
        ) is not true
        -- As in the predicate of achievements_organization_id_where_milestone_idx, which has done it.
        and achievement.requirements - array[
            'total_referrals',
            'successful_referrals',
            'referral_points_earned',
            'total_points'
        ] = '{}'
        and not exists (
            select
            from public.student_achievements as earlier
            where
                earlier.user_id = p_user_id
                and earlier.organization_id = p_organization_id
                and earlier.achievement_id = achievement.id
        );
end;

comment on function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
) is
    'Achievements with their rewards that a user with these figures is owed now.';

revoke all on function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
) from public;
grant execute on function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
) to referral_app, referral_admin;
