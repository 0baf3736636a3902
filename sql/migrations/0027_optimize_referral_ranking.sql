-- why: A write costs what it changes: a count goes up by one instead of being counted again.
-- depends: 0026_optimize_referral_dashboard

create or replace function public.get_referral_leaderboard_lock(
    p_organization_id uuid,
    p_period text
)
returns bigint
language sql
immutable
parallel safe
called on null input
security invoker
return hashtextextended('referral_leaderboard:' || p_organization_id::text || ':' || p_period, 0);

comment on function public.get_referral_leaderboard_lock(uuid, text) is
    'Key of the lock that whoever rebuilds the leaderboard holds alone, and whoever changes what'
    ' it shows holds shared.';

-- A rebuild reads what is committed. Without the lock it could miss a change that commits a moment
-- later and store the old leaderboard over the expiry that the change left. Changes share the
-- lock, so they never wait for one another; a rebuild only tries it, so it never waits at all.
create or replace function public.lock_referral_leaderboards(p_organization_ids uuid[])
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock_shared(
        public.get_referral_leaderboard_lock(organization.id, board.period)
    )
    from (
        select distinct requested.id
        from unnest(p_organization_ids) as requested (id)
        order by requested.id
    ) as organization
    cross join (values ('all'), ('month'), ('week')) as board (period);
end;
$$;

comment on function public.lock_referral_leaderboards(uuid[]) is
    'Takes the shared locks of all periods until the transaction ends; call it before the change.';

-- Expired, not deleted: while one session rebuilds a leaderboard the others are served the old one.
create or replace function public.expire_referral_leaderboards(p_organization_ids uuid[])
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
    update public.referral_leaderboard_cache as cache
    set expires_at = greatest(clock_timestamp(), cache.created_at + interval '1 microsecond')
    from (
        select
            fresh.organization_id,
            fresh.cache_key
        from public.referral_leaderboard_cache as fresh
        where
            fresh.organization_id = any(p_organization_ids)
            and fresh.expires_at > clock_timestamp()
        order by
            fresh.organization_id,
            fresh.cache_key
        for no key update
    ) as fresh
    where
        cache.organization_id = fresh.organization_id
        and cache.cache_key = fresh.cache_key;
end;
$$;

comment on function public.expire_referral_leaderboards(uuid[]) is
    'Makes the next reader of each leaderboard rebuild it; other organizations'' are left alone.';

-- Leaderboards, then campaigns with a cap, then rankings, each kind by key: two sessions that
-- award overlapping referrals wait for one another and cannot deadlock.
-- Settings as in award_referrals, for its reasons.
create or replace function public.lock_referral_awards(p_referral_ids uuid[])
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
    perform public.lock_referral_leaderboards(
        array(
            select referral.organization_id
            from public.student_referrals as referral
            where referral.id = any(p_referral_ids)
        )
    );

    -- Between the count of a cap and the commit nobody else may use the cap up.
    perform
    from public.referral_campaigns as campaign
    where
        campaign.max_referrals is not null
        and campaign.id in (
            select referral.campaign_id
            from public.student_referrals as referral
            where referral.id = any(p_referral_ids)
        )
    order by campaign.id
    for no key update;

    perform
    from public.user_rankings as ranking
    where
        (ranking.user_id, ranking.organization_id) in (
            select
                referral.referrer_id,
                referral.organization_id
            from public.student_referrals as referral
            where referral.id = any(p_referral_ids)
        )
    order by ranking.user_id, ranking.organization_id
    for no key update;
end;
$$;

comment on function public.lock_referral_awards(uuid[]) is
    'Holds the locks until the transaction ends; the caller has locked the referrals, by id.';

-- The caller has locked the referrals and knows that each is contacted, or enrolled already, and
-- without an award. They are priced as calculate_referral_points_optimized does, in the order of
-- their ids: each counts as a success for the ones after it.
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
begin
    perform public.lock_referral_awards(p_referral_ids);

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
                order by referral.id
            ) - 1 as earlier_successes,
            row_number() over (
                partition by referral.campaign_id
                order by referral.id
            ) - 1 as earlier_in_batch
        from public.student_referrals as referral
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
        where
            referral.id = any(p_referral_ids)
            and referral.points_transaction_id is null
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
    ),
    enrolled as (
        -- The award comes with the status, which tells the trigger that nothing is left to do.
        update public.student_referrals as referral
        set
            status = 'enrolled',
            enrollment_date = coalesce(
                referral.enrollment_date,
                (now() at time zone organization.timezone)::date
            ),
            points_awarded = entered.points_amount,
            points_transaction_id = entered.id,
            updated_at = now()
        from entered
        inner join public.organizations as organization
            on organization.id = entered.organization_id
        where referral.id = entered.reference_id
    )
    select
        count(*)::integer,
        array_agg(distinct entered.user_id),
        array_agg(distinct entered.organization_id)
    into
        v_awarded,
        v_user_ids,
        v_organization_ids
    from entered;

    perform public.award_referral_achievements(v_user_ids);
    perform public.expire_referral_leaderboards(v_organization_ids);
    perform public.announce_ranking_change(ranking.organization_id, ranking.user_id, 'enrolled')
    from public.user_rankings as ranking
    where ranking.user_id = any(v_user_ids);

    return v_awarded;
end;
$$;

comment on function public.award_referrals(uuid[]) is
    'Awards each referral once: ledger, ranking, achievements, leaderboards, notification; returns'
    ' how many. For update_referral_ranking_optimized and bulk_process_referrals.';

-- Row by row, as the trigger's condition asks for. Whoever enrolls many at once does better with
-- bulk_process_referrals: the same outcome as one set, its rows locked in one order.
create or replace function public.update_referral_ranking_optimized()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.status <> 'enrolled' then
        -- Only an enrollment changes a number; the others are news all the same.
        perform public.announce_ranking_change(new.organization_id, new.referrer_id, new.status);
    elsif new.points_transaction_id is null then
        perform public.award_referrals(array[new.id]);
    end if;

    return null;
end;
$$;

comment on function public.update_referral_ranking_optimized() is
    'Trigger function: awards an enrolled referral that comes without its award, else announces.';

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

create or replace function public.count_deleted_referrals()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update public.user_rankings as ranking
    set
        total_referrals = ranking.total_referrals - removed.referrals,
        referral_conversion_rate = public.get_referral_conversion_rate(
            ranking.successful_referrals,
            ranking.total_referrals - removed.referrals
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
                old_referral.referrer_id,
                old_referral.organization_id,
                count(*)::integer as referrals
            from old_referrals as old_referral
            where old_referral.deleted_at is null
            group by
                old_referral.referrer_id,
                old_referral.organization_id
        ) as counted
        inner join public.user_rankings as referrer
            on
                referrer.user_id = counted.referrer_id
                and referrer.organization_id = counted.organization_id
        order by
            referrer.user_id,
            referrer.organization_id
        for no key update of referrer
    ) as removed
    where
        ranking.user_id = removed.user_id
        and ranking.organization_id = removed.organization_id;

    return null;
end;
$$;

comment on function public.count_deleted_referrals() is
    'Trigger function: total and conversion rate for the rows in old_referrals.';

create or replace function public.count_soft_deleted_referral()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_change integer := case when new.deleted_at is null then 1 else -1 end;
begin
    update public.user_rankings as ranking
    set
        total_referrals = ranking.total_referrals + v_change,
        referral_conversion_rate = public.get_referral_conversion_rate(
            ranking.successful_referrals,
            ranking.total_referrals + v_change
        ),
        updated_at = now()
    where
        ranking.user_id = new.referrer_id
        and ranking.organization_id = new.organization_id;

    return null;
end;
$$;

comment on function public.count_soft_deleted_referral() is
    'Trigger function: total and conversion rate for a referral whose deleted_at came or went.';

-- The plain trigger fires on every write; its function stays, for the way back.
drop trigger update_referral_metrics on public.student_referrals;

create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when (old.status is distinct from new.status)
execute function public.update_referral_ranking_optimized();

comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Ranking, award, achievements, leaderboards and notification of a status that changed.';

create or replace trigger count_new_referrals
after insert on public.student_referrals
referencing new table as new_referrals
for each statement
execute function public.count_new_referrals();

comment on trigger count_new_referrals on public.student_referrals is
    'Adds entered referrals to their referrers'' totals.';

create or replace trigger count_deleted_referrals
after delete on public.student_referrals
referencing old table as old_referrals
for each statement
execute function public.count_deleted_referrals();

comment on trigger count_deleted_referrals on public.student_referrals is
    'Takes deleted referrals off their referrers'' totals.';

create or replace trigger count_soft_deleted_referral
after update of deleted_at on public.student_referrals
for each row
when ((old.deleted_at is null) <> (new.deleted_at is null))
execute function public.count_soft_deleted_referral();

comment on trigger count_soft_deleted_referral on public.student_referrals is
    'Takes a soft-deleted referral off its referrer''s total, puts a restored one back.';
