-- purpose: Puts dead letters back to work, when what made them fail has been mended.
-- volatile: writes the outbox

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
