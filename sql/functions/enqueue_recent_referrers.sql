-- purpose: Has the streaks of those judged who referred lately, once a day.
-- volatile: writes the outbox

-- A streak grows with a referral that is entered, which is far too frequent to write work for each.
-- The window reaches over two months, so that days on which this did not run are made up for; what
-- is judged twice is earned once.
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
