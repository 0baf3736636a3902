-- purpose: Writes down what is left to do after referrals have moved, in their transaction.
-- volatile: writes the outbox

-- A row of work is small enough to be done in a moment: at most 500 users.
-- Settings as in award_referrals, for its reasons.
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
