-- purpose: Enrolls and awards referrals, one or ten thousand, with the same few statements.
-- volatile: writes the ledger, the rankings, the referrals and the leaderboard cache
-- requires: find_referral_campaign_terms, get_referral_tier_bonus, get_referral_conversion_rate,
--   lock_referral_awards, award_referral_achievements, announce_ranking_changes,
--   expire_referral_leaderboards, enqueue_referral_work

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
    v_awarded integer;
    v_user_ids uuid[];
    v_organization_ids uuid[];
    v_transaction_ids uuid[];
    v_referral_ids uuid[];
    v_points integer[];
    v_are_enrolled boolean;
begin
    perform public.lock_referral_awards(p_referral_ids);

    with batch as (
        select
            referral.id,
            referral.organization_id,
            referral.referrer_id,
            referral.status,
            terms.campaign_id,
            terms.base_points,
            terms.multiplier,
            terms.max_referrals,
            ranking.successful_referrals
            + row_number() over (
                partition by referral.referrer_id, referral.organization_id
                order by requested.place
            ) - 1 as earlier_successes,
            row_number() over (
                partition by referral.campaign_id
                order by requested.place
            ) - 1 as earlier_in_batch
        from unnest(p_referral_ids) with ordinality as requested (id, place)
        inner join public.student_referrals as referral
            on
                referral.id = requested.id
                and referral.points_transaction_id is null
        inner join public.user_rankings as ranking
            on
                ranking.user_id = referral.referrer_id
                and ranking.organization_id = referral.organization_id
        left join lateral public.find_referral_campaign_terms(
            referral.campaign_id,
            referral.organization_id,
            referral.referrer_id,
            referral.created_at
        ) as terms on true
    ),
    used as (
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
    ),
    credit as (
        select
            entered.user_id,
            entered.organization_id,
            count(*)::integer as successes,
            sum(entered.points_amount)::integer as points
        from entered
        group by
            entered.user_id,
            entered.organization_id
    ),
    credited as (
        update public.user_rankings as ranking
        set
            total_points = ranking.total_points + credit.points,
            referral_points_earned = ranking.referral_points_earned + credit.points,
            successful_referrals = ranking.successful_referrals + credit.successes,
            referral_conversion_rate = public.get_referral_conversion_rate(
                ranking.successful_referrals + credit.successes,
                ranking.total_referrals
            ),
            updated_at = now()
        from credit
        where
            ranking.user_id = credit.user_id
            and ranking.organization_id = credit.organization_id
    )
    select
        count(*)::integer,
        array_agg(distinct entered.user_id),
        array_agg(distinct entered.organization_id),
        array_agg(entered.id),
        array_agg(entered.reference_id),
        array_agg(entered.points_amount),
        bool_and(batch.status = 'enrolled')
    into
        v_awarded,
        v_user_ids,
        v_organization_ids,
        v_transaction_ids,
        v_referral_ids,
        v_points,
        v_are_enrolled
    from entered
    inner join batch
        on batch.id = entered.reference_id;

    if v_awarded = 0 then
        return 0;
    end if;

    if v_are_enrolled then
        -- Without the status, whose triggers have nothing to do with it.
        update public.student_referrals as referral
        set
            points_awarded = award.points,
            points_transaction_id = award.transaction_id,
            updated_at = now()
        from unnest(v_referral_ids, v_points, v_transaction_ids)
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
        from unnest(v_referral_ids, v_points, v_transaction_ids)
            as award (referral_id, points, transaction_id)
        cross join public.organizations as organization
        where
            referral.id = award.referral_id
            and organization.id = referral.organization_id;
    end if;

    perform public.award_referral_achievements(v_user_ids);
    perform public.expire_referral_leaderboards(v_organization_ids);
    perform public.announce_ranking_changes(v_organization_ids);
    perform public.enqueue_referral_work(p_referral_ids);

    return v_awarded;
end;
$$;

comment on function public.award_referrals(uuid[]) is
    'Awards each referral once: ledger, ranking, achievements, leaderboards, notification; work in'
    ' the outbox; returns how many. For finish_referral_moves and bulk_process_referrals.';

revoke all on function public.award_referrals(uuid[]) from public;
grant execute on function public.award_referrals(uuid[]) to referral_app, referral_admin;
