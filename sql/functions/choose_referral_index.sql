-- purpose: Tells the job that rebuilds indexes which one is next, or that there is none.
-- volatile: changes a job
-- requires: find_bloated_referral_indexes

-- A concurrent rebuild runs in no transaction, so no function can do it; a job of pg_cron can,
-- whose command is one statement. This writes that statement. One whose rebuild is at work is not
-- chosen again, and the job then has nothing to do.
create or replace function public.choose_referral_index(
    p_least_percent numeric default 50,
    p_least_bytes bigint default 8388608
)
returns text
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_command text := 'select ''no index is bloated''';
    v_name text;
begin
    -- A run that overlaps its predecessor does nothing.
    if not pg_try_advisory_xact_lock(hashtextextended('choose_referral_index', 0)) then
        return null;
    end if;

    select bloated.index_name
    into v_name
    from public.find_bloated_referral_indexes(p_least_percent, p_least_bytes) as bloated
    limit 1;

    if v_name is not null then
        v_command := format('reindex index concurrently public.%I', v_name);
    end if;

    perform cron.schedule('rebuild_referral_index', '1-59/5 4-5 * * 0', v_command);
    return v_name;
end;
$$;

comment on function public.choose_referral_index(numeric, bigint) is
    'Has the job rebuild_referral_index rebuild the index that would shrink most; returns its name,'
    ' null where there is none.';

revoke all on function public.choose_referral_index(numeric, bigint) from public;
