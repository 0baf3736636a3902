-- purpose: Does one batch of the outbox for the scheduled run, and says whether there is more.
-- volatile: works on the outbox
-- requires: process_referral_outbox

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
