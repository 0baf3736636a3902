-- loses: nothing

-- Callers are back on the plain form.

create or replace function public.bulk_process_referrals(p_referral_ids uuid[])
returns table (
    processed integer,
    failed integer,
    total_time_ms integer
)
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    select
        result.processed,
        result.failed,
        result.total_time_ms
    from public.process_referrals(p_referral_ids) as result;
end;

comment on function public.bulk_process_referrals(uuid[]) is
    'Calls the plain form, process_referrals.';
