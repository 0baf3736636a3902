-- why: Awards read their referrals once, write a ranking and its indexes once with the milestones
--   that they bring, and fire no trigger that has nothing to do; no line stands behind an error.
-- depends: 0058_dashboards_show_the_neighbours_in_rank
-- allow: style/LT02 a body stands as its function's file has it

-- Made by `refdb make` from the object files.

drop function public.lock_referral_awards(uuid[]);

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

create or replace function public.credit_referral_awards(
    p_user_ids uuid[],
    p_organization_ids uuid[],
    p_points integer[]
)
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
    with credit as (
        select
            award.user_id,
            award.organization_id,
            count(*)::integer as successes,
            sum(award.points)::integer as points
        from unnest(p_user_ids, p_organization_ids, p_points)
            as award (user_id, organization_id, points)
        group by
            award.user_id,
            award.organization_id
    ),
    reached as materialized (
        select
            ranking.user_id,
            ranking.organization_id,
            ranking.user_type,
            ranking.total_referrals,
            ranking.successful_referrals + credit.successes as successful_referrals,
            ranking.referral_points_earned + credit.points as referral_points_earned,
            ranking.total_points + credit.points as total_points
        from credit
        inner join public.user_rankings as ranking
            on
                ranking.user_id = credit.user_id
                and ranking.organization_id = credit.organization_id
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
        returning
            student_achievements.user_id,
            student_achievements.organization_id,
            student_achievements.achievement_id,
            student_achievements.points_awarded,
            student_achievements.coins_awarded
    ),
    paid as (
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
    reward as (
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
        total_points = reached.total_points + coalesce(reward.points, 0),
        available_coins = ranking.available_coins + coalesce(reward.coins, 0),
        referral_points_earned = reached.referral_points_earned,
        successful_referrals = reached.successful_referrals,
        referral_conversion_rate = public.get_referral_conversion_rate(
            reached.successful_referrals,
            reached.total_referrals
        ),
        updated_at = now()
    from reached
    left join reward
        on
            reward.user_id = reached.user_id
            and reward.organization_id = reached.organization_id
    where
        ranking.user_id = reached.user_id
        and ranking.organization_id = reached.organization_id;
end;
$$;

comment on function public.credit_referral_awards(uuid[], uuid[], integer[]) is
    'Of each award its user, organization and points, at the same place in each array; the caller'
    ' has locked the rankings, entered the awards in the ledger, and announces.'
    ' For award_referrals.';

revoke all on function public.credit_referral_awards(uuid[], uuid[], integer[]) from public;
grant execute on function public.credit_referral_awards(uuid[], uuid[], integer[])
    to referral_app, referral_admin;

create or replace function public.lock_referral_awards(
    p_organization_ids uuid[],
    p_referrer_ids uuid[],
    p_campaign_ids uuid[]
)
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
    perform public.lock_referral_leaderboards(p_organization_ids);

    -- Between the count of a cap and the commit nobody else may use the cap up.
    perform
    from public.referral_campaigns as campaign
    where
        campaign.max_referrals is not null
        and campaign.id = any(p_campaign_ids)
    order by campaign.id
    for no key update;

    perform
    from public.user_rankings as ranking
    where
        (ranking.user_id, ranking.organization_id) in (
            select
                referrer.user_id,
                referrer.organization_id
            from unnest(p_referrer_ids, p_organization_ids)
                as referrer (user_id, organization_id)
        )
    order by ranking.user_id, ranking.organization_id
    for no key update;
end;
$$;

comment on function public.lock_referral_awards(uuid[], uuid[], uuid[]) is
    'Holds the locks until the transaction ends. Of each referral its organization, referrer and'
    ' campaign (or null), at the same place in each array; the caller has locked the referrals, by'
    ' id.';

revoke all on function public.lock_referral_awards(uuid[], uuid[], uuid[]) from public;
grant execute on function public.lock_referral_awards(uuid[], uuid[], uuid[])
    to referral_app, referral_admin;

create or replace function public.raise_malformed_setting(p_name text)
returns uuid
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- The error ends the function; beside it stands what its type asks for.
    return (
        select null::uuid
        from public.raise_referral_error(
            'RD020',
            format('The setting %s is %L.', p_name, current_setting(p_name, true))
        ) as never
    );
end;
$$;

comment on function public.raise_malformed_setting(text) is
    'Raises RD020 with the setting and its value; never returns.';

revoke all on function public.raise_malformed_setting(text) from public;
grant execute on function public.raise_malformed_setting(text)
    to referral_app, referral_readonly, referral_admin;

create or replace function public.reject_referral_change()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- The error ends the function; beside it stands what its type asks for.
    return (
        select old
        from public.raise_referral_error(
            tg_argv[0],
            concat(
                'Referral ', old.id, ' is ', old.status,
                case
                    when new.status is distinct from old.status then concat(', not ', new.status)
                end,
                '.'
            )
        ) as never
    );
end;
$$;

comment on function public.reject_referral_change() is
    'Trigger function: raises the RD code in its argument; the trigger''s condition decides when.';

revoke all on function public.reject_referral_change() from public;

create or replace function public.update_referral_ranking_optimized()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_noted integer
        := coalesce(nullif(current_setting('referral_moves.noted', true), ''), '0')::integer;
    v_list text := 'referral_moves.list_' || v_noted / 100;
begin
    perform
        set_config(
            v_list,
            case
                when v_noted % 100 = 0 then new.id::text
                else current_setting(v_list) || ',' || new.id::text
            end,
            true
        ),
        set_config('referral_moves.noted', (v_noted + 1)::text, true);

    return null;
end;
$$;

comment on function public.update_referral_ranking_optimized() is
    'Trigger function: hands the referral over to finish_referral_moves.';

revoke all on function public.update_referral_ranking_optimized() from public;

create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when (old.status is distinct from new.status and new.points_transaction_id is null)
execute function public.update_referral_ranking_optimized();

comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Hands a referral whose status changed over to finish_referral_moves, unless it moved with its'
    ' award.';
