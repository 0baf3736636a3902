-- purpose: Drops what a concurrent rebuild that was cut off has left behind.
-- volatile: drops indexes

-- Such an index is written by everybody, read by nobody; the one that was to be rebuilt is whole.
-- A rebuild that is at work has a lock on the table, as vacuum has: its new index is left alone.
-- Nothing is waited for longer than a second, for all who come to the table would wait behind it.
create or replace function public.drop_broken_referral_indexes()
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $$
declare
    v_name text;
    v_dropped integer := 0;
begin
    -- A run that overlaps its predecessor does nothing.
    if not pg_try_advisory_xact_lock(hashtextextended('drop_broken_referral_indexes', 0)) then
        return 0;
    end if;

    for v_name in
        select class.relname::text
        from pg_index as index
        inner join pg_class as class
            on class.oid = index.indexrelid
        where
            class.relnamespace = 'public'::regnamespace
            and not index.indisvalid
            and class.relname ~ '_cc(new|old)[0-9]*$'
            and not exists (
                select
                from pg_locks as held
                where
                    held.relation = index.indrelid
                    and held.mode = 'ShareUpdateExclusiveLock'
                    and held.pid <> pg_backend_pid()
                    and held.database = (
                        select here.oid
                        from pg_database as here
                        where here.datname = current_database()
                    )
            )
        order by class.relname
    loop
        begin
            execute format('drop index public.%I', v_name);
            v_dropped := v_dropped + 1;
        exception
            when lock_not_available or deadlock_detected then
                exit;
        end;
    end loop;

    return v_dropped;
end;
$$;

comment on function public.drop_broken_referral_indexes() is
    'Drops invalid indexes that a concurrent rebuild has left, waiting for no lock longer than a'
    ' second; returns how many.';

revoke all on function public.drop_broken_referral_indexes() from public;
