-- why: Awarding referrals looks each of them up twice less to lock what belongs to them, and a bulk
--   once less.
-- depends: 0048_count_referrals_in_one_statement

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
grant execute on function public.lock_referral_awards(uuid[]) to referral_app, referral_admin;

-- An id is processed when its referral is enrolled and awarded at the end, be it by this call or
-- by an earlier one; so a call can be repeated. It is failed when it is null, unknown or deleted,
-- when its referral may not move to enrolled from where it is, or when its award raises an error.
-- An id that is given twice counts once.
create or replace function public.bulk_process_referrals(p_referral_ids uuid[])
returns table (
    processed integer,
    failed integer,
    total_time_ms integer
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_requested integer;
    v_award_ids uuid[];
    v_id uuid;
begin
    if (cardinality(p_referral_ids) <= 10000) is not true then
        perform public.raise_referral_error(
            'RD010',
            format('The number of ids is %L.', cardinality(p_referral_ids))
        );
    end if;

    v_requested := (
        select count(distinct coalesce(requested.id::text, ''))::integer
        from unnest(p_referral_ids) as requested (id)
    );

    select
        (
            count(*) filter (where locked.is_awardable and locked.points_transaction_id is not null)
        )::integer,
        coalesce(
            array_agg(locked.id)
            filter (where locked.is_awardable and locked.points_transaction_id is null),
            '{}'
        )
    into
        processed,
        v_award_ids
    from (
        -- By id, so that overlapping calls wait for one another and cannot deadlock. What a row has
        -- become while it was waited for is what is seen here; so none may be left out before.
        select
            referral.id,
            referral.points_transaction_id,
            referral.status in ('contacted', 'enrolled') and referral.deleted_at is null
                as is_awardable
        from public.student_referrals as referral
        where referral.id = any(p_referral_ids)
        order by referral.id
        for no key update
    ) as locked;

    begin
        processed := processed + public.award_referrals(v_award_ids);
    exception
        when serialization_failure or deadlock_detected or lock_not_available then
            raise;
        when others then
            -- Some row of the set is bad: one at a time, it fails alone.
            foreach v_id in array v_award_ids loop
                begin
                    processed := processed + public.award_referrals(array[v_id]);
                exception
                    when serialization_failure or deadlock_detected or lock_not_available then
                        raise;
                    when others then
                        null;
                end;
            end loop;
    end;

    failed := v_requested - processed;
    total_time_ms := (extract(epoch from clock_timestamp() - v_started_at) * 1000)::integer;
    return next;
end;
$$;

comment on function public.bulk_process_referrals(uuid[]) is
    'Enrolls and awards up to 10000 referrals; counts those processed and those failed, and the'
    ' time in milliseconds; RD010 for a null array or more ids.';

revoke all on function public.bulk_process_referrals(uuid[]) from public;
grant execute on function public.bulk_process_referrals(uuid[]) to referral_app, referral_admin;
