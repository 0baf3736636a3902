-- purpose: Does what waits in the outbox, a batch at a time.
-- volatile: works on the outbox
-- requires: handle_referral_work

-- Any number of workers may run at once: rows that one of them has are skipped by the others. A
-- worker that dies leaves its rows as they were, undone and free. Each row is done by itself, so
-- that one that fails is put off alone: after 1 minute, then 2, 4, 8 … After the last attempt it is
-- a dead letter, available at infinity. Work that met a lock has not failed; it waits 5 seconds.
create or replace function public.process_referral_outbox(
    p_limit integer default 100,
    p_max_attempts integer default 8
)
returns table (
    processed integer,
    failed integer,
    postponed integer
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_work record;
    v_error text;
begin
    processed := 0;
    failed := 0;
    postponed := 0;

    for v_work in
        select
            work.id,
            work.organization_id,
            work.topic,
            work.payload,
            work.attempts,
            work.created_at
        from public.referral_outbox as work
        where
            work.processed_at is null
            and work.available_at <= clock_timestamp()
        order by
            work.available_at,
            work.id
        limit p_limit
        for update skip locked
    loop
        begin
            perform public.handle_referral_work(
                v_work.topic,
                v_work.organization_id,
                v_work.payload,
                v_work.created_at
            );

            update public.referral_outbox as work
            set processed_at = clock_timestamp()
            where work.id = v_work.id;

            processed := processed + 1;
        exception
            when lock_not_available or deadlock_detected or serialization_failure then
                update public.referral_outbox as work
                set available_at = clock_timestamp() + interval '5 seconds'
                where work.id = v_work.id;

                postponed := postponed + 1;
            when others then
                get stacked diagnostics v_error = message_text;

                update public.referral_outbox as work
                set
                    attempts = v_work.attempts + 1,
                    last_error = format('%s: %s', sqlstate, v_error),
                    available_at = case
                        when v_work.attempts + 1 >= p_max_attempts then 'infinity'::timestamptz
                        else clock_timestamp()
                            + least(power(2, v_work.attempts), 1440) * interval '1 minute'
                    end
                where work.id = v_work.id;

                failed := failed + 1;
        end;
    end loop;

    return next;
end;
$$;

comment on function public.process_referral_outbox(integer, integer) is
    'Does up to p_limit pieces of work that are due and that nobody else has; counts the done, the'
    ' failed and those put off for a lock. After p_max_attempts failures a piece is a dead letter.';

revoke all on function public.process_referral_outbox(integer, integer) from public;
