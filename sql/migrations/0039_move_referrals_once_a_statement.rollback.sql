-- loses: nothing

-- Made by `refdb make` from the object files.

drop trigger finish_referral_moves on public.student_referrals;
drop procedure public.drain_referral_outbox();
drop function public.announce_ranking_changes(uuid[]);
drop function public.award_periodic_referral_achievements(uuid, uuid[], date);
drop function public.clean_referral_outbox();
drop function public.drain_referral_outbox_batch();
drop function public.enqueue_recent_referrers(timestamp with time zone);
drop function public.enqueue_referral_work(uuid[]);
drop function public.finish_referral_moves();
drop function public.handle_referral_work(text, uuid, jsonb, timestamp with time zone);
drop function public.pay_referral_achievements(public.student_achievements[]);
drop function public.process_referral_outbox(integer, integer);
drop function public.retry_dead_referral_work(bigint[]);

create or replace function public.announce_ranking_change(
    p_organization_id uuid,
    p_user_id uuid,
    p_status text
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
return pg_notify('ranking_changes'::text, (jsonb_build_object('organization_id', p_organization_id, 'user_id', p_user_id, 'status', p_status))::text);
comment on function public.announce_ranking_change(uuid, uuid, text) is
    'Sends organization_id, user_id and the referral''s new status as an object, at commit.';
revoke all on function public.announce_ranking_change(uuid, uuid, text) from public;
grant execute on function public.announce_ranking_change(uuid, uuid, text) to referral_app;
grant execute on function public.announce_ranking_change(uuid, uuid, text) to referral_admin;

create or replace function public.award_referral_achievements(p_user_ids uuid[])
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = 'force_generic_plan'
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
                coalesce(ranking.referral_conversion_rate, 0)
                < (achievement.requirements ->> 'referral_conversion_rate')::numeric
            ) is not true
            and (
                ranking.total_points
                < (achievement.requirements ->> 'total_points')::numeric
            ) is not true
            and achievement.requirements - array[
                'total_referrals',
                'successful_referrals',
                'referral_points_earned',
                'referral_conversion_rate',
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

    with earned as (
        select
            achievement.user_id,
            achievement.organization_id,
            achievement.achievement_id,
            achievement.points_awarded,
            achievement.coins_awarded
        from unnest(v_earned) as achievement
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

    return cardinality(v_earned);
end;
$$;
comment on function public.award_referral_achievements(uuid[]) is
    'Awards what the users'' rankings have reached, with its points and coins; returns how many.';
revoke all on function public.award_referral_achievements(uuid[]) from public;
grant execute on function public.award_referral_achievements(uuid[]) to referral_admin;
grant execute on function public.award_referral_achievements(uuid[]) to referral_app;

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
    'Awards each referral once: ledger, ranking, achievements, leaderboards, notification; returns how many. For update_referral_ranking_optimized and bulk_process_referrals.';
revoke all on function public.award_referrals(uuid[]) from public;
grant execute on function public.award_referrals(uuid[]) to referral_admin;
grant execute on function public.award_referrals(uuid[]) to referral_app;

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
 select error.code,
     error.message,
     error.hint
    from ( values ('RD001'::text,'referral not found'::text,'Pass the id of a referral of the current organization that is not deleted.'::text), ('RD002'::text,'campaign not found'::text,'Pass the id of a campaign of the referral''s organization, or null for its own.'::text), ('RD003'::text,'illegal status move'::text,'A referral that is not deleted moves from pending to contacted, and from contacted to enrolled or declined.'::text), ('RD004'::text,'a referral keeps its organization and its referrer'::text,'Delete the referral and enter it anew for the right referrer.'::text), ('RD005'::text,'an enrolled referral cannot be deleted'::text,'Its award stands in the ledger; correct that with an adjustment.'::text), ('RD006'::text,'organization not found'::text,'Pass the id of the current organization.'::text), ('RD007'::text,'student not found'::text,'Pass the id of a student of the current organization who is not deleted.'::text), ('RD008'::text,'unknown period'::text,'Pass all, month or week.'::text), ('RD009'::text,'limit out of range'::text,'Pass a number from 1 to 100.'::text), ('RD010'::text,'no referral ids, or too many'::text,'Pass an array of at most 10000 ids.'::text), ('RD020'::text,'malformed setting'::text,'Set it to an id such as 3f0d5c8e-6b1a-4c55-9d0e-1f7a2b3c4d5e, for the transaction.'::text)) error(code, message, hint);
end;
comment on function public.list_referral_errors() is
    'The error codes of class RD; raise_referral_error raises them.';
revoke all on function public.list_referral_errors() from public;
grant execute on function public.list_referral_errors() to referral_admin;
grant execute on function public.list_referral_errors() to referral_app;
grant execute on function public.list_referral_errors() to referral_readonly;

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

    perform public.announce_ranking_change(
        v_referral.organization_id,
        v_referral.referrer_id,
        v_referral.status
    );

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
revoke all on function public.update_referral_ranking_optimized() from public;

create or replace trigger update_referral_metrics_optimized
after update of status on public.student_referrals
for each row
when ((old.status is distinct from new.status))
execute function public.update_referral_ranking_optimized();
comment on trigger update_referral_metrics_optimized on public.student_referrals is
    'Ranking, award, achievements, leaderboards and notification of a status that changed.';
