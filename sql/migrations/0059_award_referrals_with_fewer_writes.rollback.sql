-- loses: nothing

-- Made by `refdb make` from the object files.

drop function public.credit_referral_awards(uuid[], uuid[], integer[]);
drop function public.lock_referral_awards(uuid[], uuid[], uuid[]);

create or replace function public.award_referrals(p_referral_ids uuid[])
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off'
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
    'Awards each referral once: ledger, ranking, achievements, leaderboards, notification; work in the outbox; returns how many. For finish_referral_moves and bulk_process_referrals.';
revoke all on function public.award_referrals(uuid[]) from public;
grant execute on function public.award_referrals(uuid[]) to referral_app;
grant execute on function public.award_referrals(uuid[]) to referral_admin;

create or replace function public.count_new_referrals()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set enable_seqscan = 'off'
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

create or replace function public.lock_referral_awards(p_referral_ids uuid[])
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off'
as $$
declare
    v_organization_ids uuid[];
    v_referrer_ids uuid[];
    v_campaign_ids uuid[];
begin
    select
        array_agg(referral.organization_id),
        array_agg(referral.referrer_id),
        array_agg(distinct referral.campaign_id) filter (where referral.campaign_id is not null)
    into
        v_organization_ids,
        v_referrer_ids,
        v_campaign_ids
    from public.student_referrals as referral
    where referral.id = any(p_referral_ids);

    perform public.lock_referral_leaderboards(v_organization_ids);

    -- Between the count of a cap and the commit nobody else may use the cap up.
    perform
    from public.referral_campaigns as campaign
    where
        campaign.max_referrals is not null
        and campaign.id = any(v_campaign_ids)
    order by campaign.id
    for no key update;

    perform
    from public.user_rankings as ranking
    where
        (ranking.user_id, ranking.organization_id) in (
            select
                referrer.user_id,
                referrer.organization_id
            from unnest(v_referrer_ids, v_organization_ids) as referrer (user_id, organization_id)
        )
    order by ranking.user_id, ranking.organization_id
    for no key update;
end;
$$;
comment on function public.lock_referral_awards(uuid[]) is
    'Holds the locks until the transaction ends; the caller has locked the referrals, by id.';
revoke all on function public.lock_referral_awards(uuid[]) from public;
grant execute on function public.lock_referral_awards(uuid[]) to referral_app;
grant execute on function public.lock_referral_awards(uuid[]) to referral_admin;

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
    perform public.raise_referral_error(
        'RD020',
        format('The setting %s is %L.', p_name, current_setting(p_name, true))
    );
    return null;
end;
$$;
comment on function public.raise_malformed_setting(text) is
    'Raises RD020 with the setting and its value; never returns.';
revoke all on function public.raise_malformed_setting(text) from public;
grant execute on function public.raise_malformed_setting(text) to referral_app;
grant execute on function public.raise_malformed_setting(text) to referral_readonly;
grant execute on function public.raise_malformed_setting(text) to referral_admin;

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
    perform public.raise_referral_error(
        tg_argv[0],
        concat(
            'Referral ', old.id, ' is ', old.status,
            case when new.status is distinct from old.status then concat(', not ', new.status) end,
            '.'
        )
    );
    return null;
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
    -- An award that comes with its status is complete: award_referrals has done the rest.
    if new.points_transaction_id is null then
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
    end if;

    return null;
end;
$$;
comment on function public.update_referral_ranking_optimized() is
    'Trigger function: hands the referral over to finish_referral_moves, unless it moved with its award.';
revoke all on function public.update_referral_ranking_optimized() from public;
comment on function public.update_referral_ranking_optimized() is
    'Trigger function: hands the referral over to finish_referral_moves, unless it moved with its award.';

create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when ((old.status is distinct from new.status))
execute function public.update_referral_ranking_optimized();
comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Hands a referral whose status changed over to finish_referral_moves.';
comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Hands a referral whose status changed over to finish_referral_moves.';
