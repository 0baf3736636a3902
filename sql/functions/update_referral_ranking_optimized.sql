-- purpose: Brings the referrer's ranking up to date when a referral's status has changed.
-- volatile: a trigger function
-- requires: award_referrals, announce_ranking_change

-- Row by row, as the trigger's condition asks for. Whoever enrolls many at once does better with
-- bulk_process_referrals: the same outcome as one set, its rows locked in one order.
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
