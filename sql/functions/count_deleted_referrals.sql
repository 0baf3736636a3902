-- purpose: Takes the referrals that a statement deleted off their referrers' totals.
-- volatile: a trigger function
-- requires: get_referral_conversion_rate

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

revoke all on function public.count_deleted_referrals() from public;
