-- purpose: Takes a soft-deleted referral off its referrer's totals, and puts a restored one back.
-- volatile: a trigger function
-- requires: get_referral_conversion_rate

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

revoke all on function public.count_soft_deleted_referral() from public;
