-- loses: nothing

-- Settings as in award_referrals, for its reasons.
create or replace function public.count_new_referrals()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    v_ids uuid[];
    v_referrer_ids uuid[];
    v_enrolled_ids uuid[];
begin
    select
        array_agg(new_referral.id),
        array_agg(distinct new_referral.referrer_id),
        array_agg(new_referral.id) filter (
            where
                new_referral.status = 'enrolled'
                and new_referral.points_transaction_id is null
        )
    into
        v_ids,
        v_referrer_ids,
        v_enrolled_ids
    from new_referrals as new_referral;

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

drop function public.find_due_referral_achievements(
    uuid, uuid, text, integer, integer, integer, integer
);
