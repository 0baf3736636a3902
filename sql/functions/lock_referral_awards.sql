-- purpose: Locks what the award of referrals reads and changes, always in the same order.
-- volatile: takes locks
-- requires: lock_referral_leaderboards

-- Leaderboards, then campaigns with a cap, then rankings, each kind by key: two sessions that
-- award overlapping referrals wait for one another and cannot deadlock.
-- Settings as in award_referrals, for its reasons.
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
