-- why: What follows from status moves is done once a statement, and what may wait goes through an
--   outbox that is worked on until it is empty.
-- depends: 0038_create_referral_monitoring

-- Made by `refdb make` from the object files.

drop function public.announce_ranking_change(uuid, uuid, text);

create or replace function public.announce_ranking_changes(p_organization_ids uuid[])
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    select
        pg_notify(
            'ranking_changes',
            jsonb_build_object(
                'organization_id', requested.id,
                'changed_at', now()
            )::text
        )
    from unnest(p_organization_ids) as requested (id);
end;

comment on function public.announce_ranking_changes(uuid[]) is
    'Sends an object with organization_id and changed_at at commit, once an organization and'
    ' transaction.';

revoke all on function public.announce_ranking_changes(uuid[]) from public;
grant execute on function public.announce_ranking_changes(uuid[]) to referral_app, referral_admin;

create or replace function public.award_periodic_referral_achievements(
    p_organization_id uuid,
    p_user_ids uuid[],
    p_since date
)
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_earned public.student_achievements[];
begin
    perform
    from public.user_rankings as ranking
    where
        ranking.user_id = any(p_user_ids)
        and ranking.organization_id = p_organization_id
    order by ranking.user_id
    for no key update nowait;

    with candidate as (
        select
            ranking.user_id,
            ranking.user_type,
            ranking.total_referrals,
            ranking.successful_referrals,
            ranking.referral_points_earned,
            ranking.referral_conversion_rate,
            ranking.total_points
        from public.user_rankings as ranking
        where
            ranking.user_id = any(p_user_ids)
            and ranking.organization_id = p_organization_id
    ),
    achievement as (
        select
            catalogue.id,
            catalogue.target_user_type,
            catalogue.is_recurring,
            catalogue.points_reward,
            catalogue.coins_reward,
            catalogue.requirements,
            (catalogue.requirements ->> 'successful_referrals_in_month')::numeric as month_successes,
            (catalogue.requirements ->> 'consecutive_referral_months')::numeric as streak_months
        from public.achievements as catalogue
        where
            catalogue.category = 'referral'
            and catalogue.is_active
            and (
                catalogue.organization_id = p_organization_id
                or catalogue.organization_id is null
            )
            and case
                when catalogue.is_recurring
                    then catalogue.requirements ? 'successful_referrals_in_month'
                else catalogue.requirements ?| array[
                    'successful_referrals_in_month',
                    'consecutive_referral_months',
                    'referral_conversion_rate'
                ]
            end
            and catalogue.requirements - array[
                'total_referrals',
                'successful_referrals',
                'referral_points_earned',
                'referral_conversion_rate',
                'total_points',
                'successful_referrals_in_month',
                'consecutive_referral_months'
            ] = '{}'
    ),
    success_month as (
        select
            referral.referrer_id as user_id,
            date_trunc('month', referral.enrollment_date::timestamp)::date as month,
            count(*) as successes
        from public.student_referrals as referral
        where
            referral.referrer_id = any(p_user_ids)
            and referral.organization_id = p_organization_id
            and referral.status = 'enrolled'
            and referral.enrollment_date >= p_since
        group by
            referral.referrer_id,
            month
    ),
    referral_month as (
        select distinct
            referral.referrer_id as user_id,
            date_trunc('month', referral.created_at at time zone organization.timezone)::date
                as month
        from public.student_referrals as referral
        inner join public.organizations as organization
            on organization.id = referral.organization_id
        where
            referral.referrer_id = any(p_user_ids)
            and referral.organization_id = p_organization_id
            and referral.deleted_at is null
    ),
    -- Months in a row have the same distance to their number in the row.
    streak as (
        select
            in_a_row.user_id,
            max(in_a_row.months) as months
        from (
            select
                numbered.user_id,
                count(*) as months
            from (
                select
                    referral_month.user_id,
                    referral_month.month,
                    referral_month.month - make_interval(
                        months => (
                            row_number() over (
                                partition by referral_month.user_id
                                order by referral_month.month
                            )
                        )::integer
                    ) as anchor
                from referral_month
            ) as numbered
            group by
                numbered.user_id,
                numbered.anchor
            having max(numbered.month) >= p_since
        ) as in_a_row
        group by in_a_row.user_id
    ),
    reached as (
        select
            candidate.user_id,
            achievement.id as achievement_id,
            achievement.points_reward,
            achievement.coins_reward,
            case
                when achievement.is_recurring then to_char(success_month.month, 'YYYY-MM')
                else 'once'
            end as period
        from candidate
        inner join achievement
            on achievement.target_user_type in (candidate.user_type, 'both')
        left join success_month
            on
                success_month.user_id = candidate.user_id
                and success_month.successes >= achievement.month_successes
        left join streak
            on streak.user_id = candidate.user_id
        where
            (achievement.month_successes is null or success_month.month is not null)
            and (
                achievement.streak_months is null
                or streak.months >= achievement.streak_months
            )
            and (
                candidate.total_referrals
                < (achievement.requirements ->> 'total_referrals')::numeric
            ) is not true
            and (
                candidate.successful_referrals
                < (achievement.requirements ->> 'successful_referrals')::numeric
            ) is not true
            and (
                candidate.referral_points_earned
                < (achievement.requirements ->> 'referral_points_earned')::numeric
            ) is not true
            and (
                coalesce(candidate.referral_conversion_rate, 0)
                < (achievement.requirements ->> 'referral_conversion_rate')::numeric
            ) is not true
            and (
                candidate.total_points
                < (achievement.requirements ->> 'total_points')::numeric
            ) is not true
        group by
            candidate.user_id,
            achievement.id,
            achievement.points_reward,
            achievement.coins_reward,
            period
    ),
    earned as (
        insert into public.student_achievements (
            user_id,
            organization_id,
            achievement_id,
            period,
            points_awarded,
            coins_awarded
        )
        select
            reached.user_id,
            p_organization_id,
            reached.achievement_id,
            reached.period,
            reached.points_reward,
            reached.coins_reward
        from reached
        order by
            reached.user_id,
            reached.achievement_id,
            reached.period
        on conflict do nothing
        returning student_achievements
    )
    select array_agg(earned.student_achievements)
    into v_earned
    from earned;

    if v_earned is null then
        return 0;
    end if;

    perform public.pay_referral_achievements(v_earned);

    return cardinality(v_earned);
end;
$$;

comment on function public.award_periodic_referral_achievements(uuid, uuid[], date) is
    'Awards monthly, streak and quality achievements of the months from p_since on, each once a'
    ' user and period; returns how many; fails at once when a ranking is locked.';

revoke all on function public.award_periodic_referral_achievements(uuid, uuid[], date) from public;

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

create or replace function public.clean_referral_outbox()
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_deleted integer;
begin
    -- Rows that another clean-up holds are left to it.
    with done as (
        select work.id
        from public.referral_outbox as work
        where work.processed_at < now() - interval '7 days'
        for update skip locked
    )
    delete from public.referral_outbox as work
    using done
    where work.id = done.id;

    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$$;

comment on function public.clean_referral_outbox() is
    'Deletes work that was done more than 7 days ago, waiting for nobody; returns how much.';

revoke all on function public.clean_referral_outbox() from public;

create or replace procedure public.drain_referral_outbox()
language plpgsql
security invoker
as $$
begin
    while public.drain_referral_outbox_batch() loop
        commit;
    end loop;
end;
$$;

comment on procedure public.drain_referral_outbox() is
    'Does what is due in the outbox, 100 pieces a transaction; for the schedule.';

revoke all on procedure public.drain_referral_outbox() from public;

create or replace function public.drain_referral_outbox_batch()
returns boolean
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A run that overlaps its predecessor does nothing.
    if not pg_try_advisory_xact_lock(hashtextextended('drain_referral_outbox', 0)) then
        return false;
    end if;

    -- What was put off is not due, so this ends.
    return (
        select result.processed + result.failed + result.postponed = 100
        from public.process_referral_outbox(100) as result
    );
end;
$$;

comment on function public.drain_referral_outbox_batch() is
    'Does up to 100 pieces of work, unless another scheduled run is at it; returns whether it was'
    ' a full batch, so that there may be more.';

revoke all on function public.drain_referral_outbox_batch() from public;

create or replace function public.enqueue_recent_referrers(p_at timestamptz default now())
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_entered integer;
begin
    -- A run that overlaps its predecessor does nothing, nor does one whose predecessor's work waits.
    if
        not pg_try_advisory_xact_lock(hashtextextended('enqueue_recent_referrers', 0))
        or exists (
            select
            from public.referral_outbox as work
            where
                work.processed_at is null
                and work.available_at < 'infinity'
                and work.topic = 'judge_streaks'
        )
    then
        return 0;
    end if;

    with recent as (
        select
            organization.id as organization_id,
            referrer.referrer_id,
            period.since,
            row_number() over (
                partition by organization.id
                order by referrer.referrer_id
            ) as number
        from public.organizations as organization
        cross join lateral (
            select
                (
                    date_trunc('month', p_at at time zone organization.timezone)
                    - interval '1 month'
                )::date as since
        ) as period
        cross join lateral (
            select distinct referral.referrer_id
            from public.student_referrals as referral
            where
                referral.organization_id = organization.id
                and referral.created_at >= period.since::timestamp at time zone organization.timezone
                and referral.deleted_at is null
        ) as referrer
        where organization.deleted_at is null
    )
    insert into public.referral_outbox (
        organization_id,
        topic,
        payload
    )
    select
        recent.organization_id,
        'judge_streaks',
        jsonb_build_object(
            'user_ids', jsonb_agg(recent.referrer_id order by recent.referrer_id),
            'since', recent.since
        )
    from recent
    group by
        recent.organization_id,
        recent.since,
        (recent.number - 1) / 500;

    get diagnostics v_entered = row_count;
    return v_entered;
end;
$$;

comment on function public.enqueue_recent_referrers(timestamptz) is
    'Enters work for everybody who referred since the last month began, 500 users a row, unless'
    ' such work still waits; returns how many rows.';

revoke all on function public.enqueue_recent_referrers(timestamptz) from public;

create or replace function public.enqueue_referral_work(p_referral_ids uuid[])
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
    with moved as (
        select
            referral.organization_id,
            referral.referrer_id,
            -- Null unless the referral is enrolled.
            min(referral.enrollment_date) as enrolled_on,
            row_number() over (
                partition by referral.organization_id, min(referral.enrollment_date) is null
                order by referral.referrer_id
            ) as number
        from public.student_referrals as referral
        where referral.id = any(p_referral_ids)
        group by
            referral.organization_id,
            referral.referrer_id
    )
    insert into public.referral_outbox (
        organization_id,
        topic,
        payload
    )
    select distinct
        moved.organization_id,
        'refresh_analytics',
        '{}'::jsonb
    from moved
    union all
    select
        moved.organization_id,
        'award_achievements',
        jsonb_build_object(
            'user_ids', jsonb_agg(moved.referrer_id order by moved.referrer_id),
            'since', date_trunc('month', min(moved.enrolled_on)::timestamp)::date
        )
    from moved
    where moved.enrolled_on is not null
    group by
        moved.organization_id,
        (moved.number - 1) / 500;
end;
$$;

comment on function public.enqueue_referral_work(uuid[]) is
    'Enters refresh_analytics for each organization, and award_achievements for the referrers of'
    ' those that are enrolled.';

revoke all on function public.enqueue_referral_work(uuid[]) from public;
grant execute on function public.enqueue_referral_work(uuid[]) to referral_app, referral_admin;

create or replace function public.finish_referral_moves()
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
    v_noted integer
        := coalesce(nullif(current_setting('referral_moves.noted', true), ''), '0')::integer;
    v_ids uuid[];
    v_enrolled_ids uuid[];
    v_other_ids uuid[];
    v_organization_ids uuid[];
begin
    -- A statement that sets statuses to what they are.
    if v_noted = 0 then
        return null;
    end if;

    select
        string_to_array(
            string_agg(current_setting('referral_moves.list_' || list.number), ','),
            ','
        )::uuid[]
    into v_ids
    from generate_series(0, (v_noted - 1) / 100) as list (number);

    -- Before anything else: what follows may update referrals, and end here again.
    perform set_config('referral_moves.noted', '', true);

    -- In the order in which the rows were updated, which is that of their awards.
    select
        array_agg(moved.id order by moved.place) filter (where moved.status = 'enrolled'),
        array_agg(moved.id) filter (where moved.status <> 'enrolled'),
        array_agg(distinct moved.organization_id) filter (where moved.status <> 'enrolled')
    into
        v_enrolled_ids,
        v_other_ids,
        v_organization_ids
    from (
        select
            referral.id,
            referral.organization_id,
            referral.status,
            min(noted.place) as place
        from unnest(v_ids) with ordinality as noted (id, place)
        inner join public.student_referrals as referral
            on referral.id = noted.id
        where referral.points_transaction_id is null
        group by referral.id
    ) as moved;

    if v_enrolled_ids is not null then
        perform public.award_referrals(v_enrolled_ids);
    end if;

    -- Only an enrollment changes a number; the others are news all the same.
    if v_other_ids is not null then
        perform public.announce_ranking_changes(v_organization_ids);
        perform public.enqueue_referral_work(v_other_ids);
    end if;

    return null;
end;
$$;

comment on function public.finish_referral_moves() is
    'Trigger function: awards the enrolled referrals that update_referral_ranking_optimized has'
    ' noted, announces, and enters the work that may wait.';

revoke all on function public.finish_referral_moves() from public;

create or replace function public.handle_referral_work(
    p_topic text,
    p_organization_id uuid,
    p_payload jsonb,
    p_created_at timestamptz
)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_topic in ('award_achievements', 'judge_streaks') then
        perform public.award_periodic_referral_achievements(
            p_organization_id,
            array(
                select listed.user_id::uuid
                from jsonb_array_elements_text(p_payload -> 'user_ids') as listed (user_id)
            ),
            (p_payload ->> 'since')::date
        );
    elsif p_topic = 'refresh_analytics' then
        -- The next refresh is due. Mostly somebody has said so already, and nothing is written.
        update public.referral_view_refreshes as refresh
        set stale_since = p_created_at
        where
            refresh.view_name = 'mv_referral_analytics'
            and (refresh.stale_since is null or refresh.stale_since > p_created_at);
    else
        perform public.raise_referral_error('RD031', format('The topic is %L.', p_topic));
    end if;
end;
$$;

comment on function public.handle_referral_work(text, uuid, jsonb, timestamptz) is
    'Topics: award_achievements and judge_streaks (user_ids, since), refresh_analytics (nothing);'
    ' RD031 for any other.';

revoke all on function public.handle_referral_work(text, uuid, jsonb, timestamptz) from public;

create or replace function public.list_referral_errors()
returns table (
    code text,
    message text,
    hint text
)
language sql
immutable
parallel safe
called on null input
security invoker
begin atomic
    select
        error.code,
        error.message,
        error.hint
    from (
        values
            (
                'RD001',
                'referral not found',
                'Pass the id of a referral of the current organization that is not deleted.'
            ),
            (
                'RD002',
                'campaign not found',
                'Pass the id of a campaign of the referral''s organization, or null for its own.'
            ),
            (
                'RD003',
                'illegal status move',
                'A referral that is not deleted moves from pending to contacted, and from contacted'
                ' to enrolled or declined.'
            ),
            (
                'RD004',
                'a referral keeps its organization and its referrer',
                'Delete the referral and enter it anew for the right referrer.'
            ),
            (
                'RD005',
                'an enrolled referral cannot be deleted',
                'Its award stands in the ledger; correct that with an adjustment.'
            ),
            (
                'RD006',
                'organization not found',
                'Pass the id of the current organization.'
            ),
            (
                'RD007',
                'student not found',
                'Pass the id of a student of the current organization who is not deleted.'
            ),
            (
                'RD008',
                'unknown period',
                'Pass all, month or week.'
            ),
            (
                'RD009',
                'limit out of range',
                'Pass a number from 1 to 100.'
            ),
            (
                'RD010',
                'no referral ids, or too many',
                'Pass an array of at most 10000 ids.'
            ),
            (
                'RD020',
                'malformed setting',
                'Set it to an id such as 3f0d5c8e-6b1a-4c55-9d0e-1f7a2b3c4d5e, for the transaction.'
            ),
            (
                'RD030',
                'unknown dimension',
                'Pass campaign, month, source or student.'
            ),
            (
                'RD031',
                'unknown topic',
                'Enter work through enqueue_referral_work only.'
            )
    ) as error (code, message, hint);
end;

comment on function public.list_referral_errors() is
    'The error codes of class RD; raise_referral_error raises them.';

revoke all on function public.list_referral_errors() from public;
grant execute on function public.list_referral_errors()
    to referral_app, referral_readonly, referral_admin;

create or replace function public.pay_referral_achievements(
    p_earned public.student_achievements[]
)
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
    with earned as (
        select
            achievement.user_id,
            achievement.organization_id,
            achievement.achievement_id,
            achievement.points_awarded,
            achievement.coins_awarded
        from unnest(p_earned) as achievement
    ),
    entered as (
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
    credit as (
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
        total_points = ranking.total_points + credit.points,
        available_coins = ranking.available_coins + credit.coins,
        updated_at = now()
    from credit
    where
        ranking.user_id = credit.user_id
        and ranking.organization_id = credit.organization_id;

    perform public.announce_ranking_changes(
        array(
            select distinct earned.organization_id
            from unnest(p_earned) as earned
        )
    );
end;
$$;

comment on function public.pay_referral_achievements(public.student_achievements[]) is
    'One ledger row each, and the sums in the rankings, which the caller has locked; for the'
    ' functions that award achievements.';

revoke all on function public.pay_referral_achievements(public.student_achievements[]) from public;
grant execute on function public.pay_referral_achievements(public.student_achievements[])
    to referral_app, referral_admin;

create or replace function public.process_referral_outbox(
    p_limit integer default 100,
    p_max_attempts integer default 8
)
returns table (
    processed integer,
    failed integer,
    postponed integer
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_work record;
    v_error text;
begin
    processed := 0;
    failed := 0;
    postponed := 0;

    for v_work in
        select
            work.id,
            work.organization_id,
            work.topic,
            work.payload,
            work.attempts,
            work.created_at
        from public.referral_outbox as work
        where
            work.processed_at is null
            and work.available_at <= clock_timestamp()
        order by
            work.available_at,
            work.id
        limit p_limit
        for update skip locked
    loop
        begin
            perform public.handle_referral_work(
                v_work.topic,
                v_work.organization_id,
                v_work.payload,
                v_work.created_at
            );

            update public.referral_outbox as work
            set processed_at = clock_timestamp()
            where work.id = v_work.id;

            processed := processed + 1;
        exception
            when lock_not_available or deadlock_detected or serialization_failure then
                update public.referral_outbox as work
                set available_at = clock_timestamp() + interval '5 seconds'
                where work.id = v_work.id;

                postponed := postponed + 1;
            when others then
                get stacked diagnostics v_error = message_text;

                update public.referral_outbox as work
                set
                    attempts = v_work.attempts + 1,
                    last_error = format('%s: %s', sqlstate, v_error),
                    available_at = case
                        when v_work.attempts + 1 >= p_max_attempts then 'infinity'::timestamptz
                        else clock_timestamp()
                            + least(power(2, v_work.attempts), 1440) * interval '1 minute'
                    end
                where work.id = v_work.id;

                failed := failed + 1;
        end;
    end loop;

    return next;
end;
$$;

comment on function public.process_referral_outbox(integer, integer) is
    'Does up to p_limit pieces of work that are due and that nobody else has; counts the done, the'
    ' failed and those put off for a lock. After p_max_attempts failures a piece is a dead letter.';

revoke all on function public.process_referral_outbox(integer, integer) from public;

create or replace function public.retry_dead_referral_work(p_ids bigint[] default null)
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_retried integer;
begin
    -- The error is kept until the next one or the clean-up, to tell what the work went through.
    update public.referral_outbox as work
    set
        attempts = 0,
        available_at = clock_timestamp()
    where
        work.processed_at is null
        and work.available_at = 'infinity'
        and (p_ids is null or work.id = any(p_ids));

    get diagnostics v_retried = row_count;
    return v_retried;
end;
$$;

comment on function public.retry_dead_referral_work(bigint[]) is
    'Makes the dead letters with these ids, or all of them, due again; returns how many it was.';

revoke all on function public.retry_dead_referral_work(bigint[]) from public;

create or replace function public.update_referral_ranking()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_referral record;
    v_points integer;
    v_transaction_id uuid;
    v_totals record;
begin
    v_referral := case when tg_op = 'DELETE' then old else new end;

    -- First the locks, then the counts: one made while waiting for a lock would be an old one.
    perform
    from public.referral_campaigns as campaign
    where campaign.id = v_referral.campaign_id
    for no key update;

    perform
    from public.user_rankings as ranking
    where
        ranking.user_id = v_referral.referrer_id
        and ranking.organization_id = v_referral.organization_id
    for no key update;

    if
        tg_op <> 'DELETE'
        and v_referral.status = 'enrolled'
        and v_referral.points_transaction_id is null
    then
        select points.total_points
        into v_points
        from public.calculate_referral_points(v_referral.id) as points;

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
        values (
            v_referral.organization_id,
            v_referral.referrer_id,
            'earned',
            v_points,
            'referral',
            'successful_enrollment',
            'student_referral',
            v_referral.id
        )
        returning id into v_transaction_id;

        update public.user_rankings as ranking
        set
            total_points = ranking.total_points + v_points,
            referral_points_earned = ranking.referral_points_earned + v_points
        where
            ranking.user_id = v_referral.referrer_id
            and ranking.organization_id = v_referral.organization_id;

        -- Fires this trigger again, for a referral that has its award.
        update public.student_referrals as referral
        set
            points_awarded = v_points,
            points_transaction_id = v_transaction_id,
            updated_at = now()
        where referral.id = v_referral.id;
    end if;

    select
        count(*) as total,
        count(*) filter (where referral.status = 'enrolled') as successful
    into v_totals
    from public.student_referrals as referral
    where
        referral.referrer_id = v_referral.referrer_id
        and referral.organization_id = v_referral.organization_id
        and referral.deleted_at is null;

    update public.user_rankings as ranking
    set
        total_referrals = v_totals.total,
        successful_referrals = v_totals.successful,
        referral_conversion_rate
            = public.get_referral_conversion_rate(v_totals.successful, v_totals.total),
        updated_at = now()
    where
        ranking.user_id = v_referral.referrer_id
        and ranking.organization_id = v_referral.organization_id;

    perform public.award_referral_achievements(array[v_referral.referrer_id]);

    delete from public.referral_leaderboard_cache as cache
    where cache.organization_id = v_referral.organization_id;

    perform public.announce_ranking_changes(array[v_referral.organization_id]);

    if tg_op <> 'DELETE' then
        perform public.enqueue_referral_work(array[v_referral.id]);
    end if;

    return null;
end;
$$;

comment on function public.update_referral_ranking() is
    'Trigger function: the plain form of update_referral_ranking_optimized, for every write.';

revoke all on function public.update_referral_ranking() from public;

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
    'Trigger function: hands the referral over to finish_referral_moves, unless it moved with its'
    ' award.';

revoke all on function public.update_referral_ranking_optimized() from public;

create or replace trigger finish_referral_moves
after update of status on public.student_referrals
for each statement
execute function public.finish_referral_moves();

comment on trigger finish_referral_moves on public.student_referrals is
    'Award, ranking, achievements, leaderboards, notification and outbox for the referrals that a'
    ' statement moved.';

create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when (old.status is distinct from new.status)
execute function public.update_referral_ranking_optimized();

comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Hands a referral whose status changed over to finish_referral_moves.';
