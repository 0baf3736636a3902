-- purpose: Adds the referrals that a statement entered to their referrers' totals.
-- volatile: a trigger function
-- requires: get_referral_conversion_rate, find_due_referral_achievements, lock_referral_awards,
--   award_referrals, award_referral_achievements
-- allow: style/LT02 a line of the body is further in, and a body is changed by migrations only

-- No table is read as a whole, for the reason that award_referrals has. Nothing is said of plans:
-- no statement here has a parameter to be planned for, and each referral pays for a setting more.
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
    v_organization_ids uuid[];
    v_referrer_ids uuid[];
    v_campaign_ids uuid[];
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
        array_agg(new_referral.organization_id),
        array_agg(new_referral.referrer_id),
        array_agg(new_referral.campaign_id),
        array_agg(new_referral.id order by new_referral.place) filter (
            where
                new_referral.status = 'enrolled'
                and new_referral.points_transaction_id is null
        )
    into
        v_organization_ids,
        v_referrer_ids,
        v_campaign_ids,
        v_enrolled_ids
    from (
        -- As they were entered, which is the order of their awards: without it, the server sorts
        -- them for an aggregate beside this one as it likes.
        select
            entered.id,
            entered.organization_id,
            entered.referrer_id,
            entered.campaign_id,
            entered.status,
            entered.points_transaction_id,
            row_number() over () as place
        from new_referrals as entered
    ) as new_referral;

    -- A referral that is entered as enrolled is awarded as one that becomes enrolled. All locks are
    -- taken at once then: the rankings of the others after them would be out of order.
    if v_enrolled_ids is not null then
        perform public.lock_referral_awards(v_organization_ids, v_referrer_ids, v_campaign_ids);
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
