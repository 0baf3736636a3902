-- purpose: Enrolls and awards referrals, one or ten thousand, with the same few statements.
-- volatile: writes the ledger, the rankings, the referrals and the leaderboard cache
-- requires: find_referral_campaign_terms, get_referral_tier_bonus, lock_referral_awards,
--   credit_referral_awards, announce_ranking_changes, expire_referral_leaderboards,
--   enqueue_referral_work

-- The caller has locked the referrals and knows that each is contacted, or enrolled already, and
-- without an award. They are priced as calculate_referral_points_optimized does, in the order in
-- which they are given, each once: each counts as a success for the ones after it.
--
-- The plans are generic: planned for the array at hand, the statements would be planned anew at
-- each call, which takes longer than running them for one referral. And no table is read as a
-- whole, as a generic plan made while the tables were small would do for the rest of the session.
create or replace function public.award_referrals(p_referral_ids uuid[])
returns integer
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
    v_organization_ids uuid[];
    v_referrer_ids uuid[];
    v_campaign_ids uuid[];
    v_made_at timestamptz[];
    v_are_enrolled boolean;
    v_transaction_ids uuid[];
    v_points integer[];
    v_changed_organization_ids uuid[];
begin
    -- Read once: they are locked, so nobody else changes them.
    select
        array_agg(referral.id),
        array_agg(referral.organization_id),
        array_agg(referral.referrer_id),
        array_agg(referral.campaign_id),
        array_agg(referral.created_at),
        bool_and(referral.status = 'enrolled')
    into
        v_ids,
        v_organization_ids,
        v_referrer_ids,
        v_campaign_ids,
        v_made_at,
        v_are_enrolled
    from (
        select
            found.id,
            found.organization_id,
            found.referrer_id,
            found.campaign_id,
            found.created_at,
            found.status
        from unnest(p_referral_ids) with ordinality as requested (id, place)
        inner join public.student_referrals as found
            on found.id = requested.id
        where found.points_transaction_id is null
        order by requested.place
    ) as referral;

    if v_ids is null then
        return 0;
    end if;

    perform public.lock_referral_awards(v_organization_ids, v_referrer_ids, v_campaign_ids);

    with batch as (
        select
            referral.id,
            referral.organization_id,
            referral.referrer_id,
            terms.campaign_id,
            terms.base_points,
            terms.multiplier,
            terms.max_referrals,
            ranking.successful_referrals
            + row_number() over (
                partition by referral.referrer_id, referral.organization_id
                order by referral.place
            ) - 1 as earlier_successes,
            row_number() over (
                partition by referral.campaign_id
                order by referral.place
            ) - 1 as earlier_in_batch
        from
            unnest(v_ids, v_organization_ids, v_referrer_ids, v_campaign_ids, v_made_at)
            with ordinality
            as referral (id, organization_id, referrer_id, campaign_id, made_at, place)
        inner join public.user_rankings as ranking
            on
                ranking.user_id = referral.referrer_id
                and ranking.organization_id = referral.organization_id
        left join lateral public.find_referral_campaign_terms(
            referral.campaign_id,
            referral.organization_id,
            referral.referrer_id,
            referral.made_at
        ) as terms on true
    ),
    -- Materialized, so that a cap is counted once and not for each referral.
    used as materialized (
        select
            capped.campaign_id,
            (
                select count(*)
                from (
                    select
                    from public.student_referrals as other
                    where
                        other.campaign_id = capped.campaign_id
                        and other.points_transaction_id is not null
                    limit capped.max_referrals
                ) as awarded
            ) as referrals
        from (
            select distinct
                batch.campaign_id,
                batch.max_referrals
            from batch
            where batch.max_referrals is not null
        ) as capped
    ),
    priced as (
        select
            batch.id,
            batch.organization_id,
            batch.referrer_id,
            case
                when
                    batch.max_referrals is null
                    or used.referrals + batch.earlier_in_batch < batch.max_referrals
                    then round(coalesce(batch.base_points, 100) * coalesce(batch.multiplier, 1.00))
                else 100
            end::integer
            + public.get_referral_tier_bonus(batch.earlier_successes::integer) as points
        from batch
        left join used
            on used.campaign_id = batch.campaign_id
    ),
    entered as (
        insert into public.points_transactions (
            organization_id,
            user_id,
            transaction_type,
            points_amount,
            category,
            subcategory,
            reference_type,
            reference_id
        )
        select
            priced.organization_id,
            priced.referrer_id,
            'earned',
            priced.points,
            'referral',
            'successful_enrollment',
            'student_referral',
            priced.id
        from priced
        returning
            points_transactions.id,
            points_transactions.organization_id,
            points_transactions.user_id,
            points_transactions.points_amount,
            points_transactions.reference_id
    )
    select
        array_agg(entered.id),
        array_agg(entered.organization_id),
        array_agg(entered.user_id),
        array_agg(entered.points_amount),
        array_agg(entered.reference_id),
        array_agg(distinct entered.organization_id)
    into
        v_transaction_ids,
        v_organization_ids,
        v_referrer_ids,
        v_points,
        v_ids,
        v_changed_organization_ids
    from entered;

    perform public.credit_referral_awards(v_referrer_ids, v_organization_ids, v_points);

    if v_are_enrolled then
        -- Without the status, whose triggers have nothing to do with it.
        update public.student_referrals as referral
        set
            points_awarded = award.points,
            points_transaction_id = award.transaction_id,
            updated_at = now()
        from unnest(v_ids, v_points, v_transaction_ids)
            as award (referral_id, points, transaction_id)
        where referral.id = award.referral_id;
    else
        -- The award comes with the status, which tells the trigger that nothing is left to do.
        update public.student_referrals as referral
        set
            status = 'enrolled',
            enrollment_date = coalesce(
                referral.enrollment_date,
                (now() at time zone organization.timezone)::date
            ),
            points_awarded = award.points,
            points_transaction_id = award.transaction_id,
            updated_at = now()
        from unnest(v_ids, v_points, v_transaction_ids)
            as award (referral_id, points, transaction_id)
        cross join public.organizations as organization
        where
            referral.id = award.referral_id
            and organization.id = referral.organization_id;
    end if;

    perform public.expire_referral_leaderboards(v_changed_organization_ids);
    perform public.announce_ranking_changes(v_changed_organization_ids);
    perform public.enqueue_referral_work(p_referral_ids);

    return cardinality(v_ids);
end;
$$;

comment on function public.award_referrals(uuid[]) is
    'Awards each referral once: ledger, ranking, achievements, leaderboards, notification; work in'
    ' the outbox; returns how many. For finish_referral_moves and bulk_process_referrals.';

revoke all on function public.award_referrals(uuid[]) from public;
grant execute on function public.award_referrals(uuid[]) to referral_app, referral_admin;
