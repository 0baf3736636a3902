-- purpose: Deletes work that was done more than a week ago.
-- volatile: writes the outbox

create or replace function public.clean_referral_outbox()
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_deleted integer;
begin
    -- Rows that another clean-up holds are left to it.
    with done as (
        select work.id
        from public.referral_outbox as work
        where work.processed_at < now() - interval '7 days'
        for update skip locked
    )
    delete from public.referral_outbox as work
    using done
    where work.id = done.id;

    get diagnostics v_deleted = row_count;
    return v_deleted;
end;
$$;

comment on function public.clean_referral_outbox() is
    'Deletes work that was done more than 7 days ago, waiting for nobody; returns how much.';

revoke all on function public.clean_referral_outbox() from public;
