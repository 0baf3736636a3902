-- why: Indexes are rebuilt by how bloated they are; what a killed rebuild leaves is dropped.
-- depends: 0060_drop_implied_organization_keys

-- Made by `refdb make` from the object files.

select cron.unschedule('reindex_student_referrals');

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

create or replace function public.find_bloated_referral_indexes(
    p_least_percent numeric default 50,
    p_least_bytes bigint default 8388608
)
returns table (
    index_name text,
    bytes bigint,
    wasted_percent numeric
)
language sql
stable
parallel unsafe
called on null input
security invoker
begin atomic
    with sized as (
        select
            class.relname as name,
            pg_relation_size(class.oid::regclass) as bytes,
            class.reltuples as entries,
            (
                select sum(coalesce(column_stats.avg_width, 8))
                from unnest(index.indkey) as key (attnum)
                left join pg_attribute as attribute
                    on
                        attribute.attrelid = index.indrelid
                        and attribute.attnum = key.attnum
                left join pg_stats as column_stats
                    on
                        column_stats.schemaname = 'public'
                        and column_stats.tablename = of_table.relname
                        and column_stats.attname = attribute.attname
                        and not column_stats.inherited
            ) as key_bytes
        from pg_index as index
        inner join pg_class as class
            on class.oid = index.indexrelid
        inner join pg_class as of_table
            on of_table.oid = index.indrelid
        inner join pg_am as method
            on method.oid = class.relam
        where
            class.relnamespace = 'public'::regnamespace
            and class.relkind = 'i'
            and class.relpages >= p_least_bytes / current_setting('block_size')::bigint
            and method.amname = 'btree'
            and index.indisvalid
            -- Only its owner may rebuild it.
            and pg_has_role(class.relowner, 'usage')
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
    ),
    judged as (
        select
            sized.name,
            sized.bytes,
            -- Eight bytes of head, in steps of eight, and four for the place in its page.
            greatest(
                1 - sized.entries * (ceil((sized.key_bytes + 8) / 8.0) * 8 + 4) / 0.9
                / nullif(sized.bytes, 0),
                0
            ) as wasted
        from sized
        where sized.entries >= 0
    )
    select
        judged.name::text as index_name,
        judged.bytes,
        round((100 * judged.wasted)::numeric, 1) as wasted_percent
    from judged
    where 100 * judged.wasted >= p_least_percent
    order by
        judged.bytes * judged.wasted desc,
        judged.name;
end;

comment on function public.find_bloated_referral_indexes(numeric, bigint) is
    'Indexes of at least p_least_bytes of which at least p_least_percent would go, by an estimate;'
    ' the one that would free most first.';

revoke all on function public.find_bloated_referral_indexes(numeric, bigint) from public;

select cron.schedule(
    'choose_referral_index',
    '*/5 4-5 * * 0',
    'select public.choose_referral_index()'
);

select cron.schedule(
    'drop_broken_referral_indexes',
    '20 * * * *',
    'select public.drop_broken_referral_indexes()'
);

select cron.schedule(
    'rebuild_referral_index',
    '1-59/5 4-5 * * 0',
    'select ''no index is bloated'''
);
