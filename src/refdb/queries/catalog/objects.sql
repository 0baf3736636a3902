-- Every object that is not the server's, an extension's, the ledger's or the stand-in's.
with ledger as (
    select unnest(array[
        'public._yoyo_migration', 'public._yoyo_log', 'public._yoyo_version', 'public.yoyo_lock'
    ]) as name
), candidate as (
    select 'pg_class'::regclass as classid, oid, relnamespace as namespace
    from pg_class
    where relkind not in ('t', 'c', 'i', 'I') and not relispartition
    union all
    select 'pg_class'::regclass, index.indexrelid, class.relnamespace
    from pg_index as index
    inner join pg_class as class on index.indexrelid = class.oid
    union all
    select 'pg_proc'::regclass, oid, pronamespace from pg_proc
    union all
    select 'pg_type'::regclass, type.oid, type.typnamespace
    from pg_type as type
    left join pg_class as class on type.typrelid = class.oid
    where type.typtype in ('e', 'd', 'r') or class.relkind = 'c'
    union all
    select 'pg_namespace'::regclass, oid, oid from pg_namespace
    union all
    select 'pg_extension'::regclass, oid, extnamespace from pg_extension
    union all
    select 'pg_trigger'::regclass, trigger.oid, class.relnamespace
    from pg_trigger as trigger
    inner join pg_class as class on trigger.tgrelid = class.oid
    where not trigger.tgisinternal
    union all
    select 'pg_policy'::regclass, policy.oid, class.relnamespace
    from pg_policy as policy
    inner join pg_class as class on policy.polrelid = class.oid
    union all
    select 'pg_constraint'::regclass, oid, connamespace from pg_constraint
    union all
    select 'pg_event_trigger'::regclass, oid, 0 from pg_event_trigger
    union all
    select 'pg_publication'::regclass, oid, 0 from pg_publication
), hidden as (
    select oid
    from pg_namespace
    where
        nspname in ('pg_catalog', 'information_schema', 'pg_toast', 'refdb')
        or nspname like 'pg\_temp%'
        or nspname like 'pg\_toast\_temp%'
        or obj_description(oid, 'pg_namespace') like 'refdb''s stand-in%'
), own as materialized (
    -- Without the many of the server's own, which would take most of the time to be named.
    select
        candidate.classid,
        candidate.oid
    from candidate
    left join pg_namespace as namespace on candidate.namespace = namespace.oid
    where
        candidate.namespace not in (select hidden.oid from hidden)
        and not (candidate.classid = 'pg_namespace'::regclass and namespace.nspname = 'public')
        and not exists (
            select from pg_depend as depend
            where
                depend.classid = candidate.classid
                and depend.objid = candidate.oid
                and depend.deptype = 'e'
        )
), named as (
    select
        identified.type as kind,
        identified.identity
    from own
    cross join lateral pg_identify_object(own.classid, own.oid, 0) as identified
    where not (own.classid = 'pg_extension'::regclass and identified.identity = 'plpgsql')
)

select distinct
    named.kind,
    named.identity
from named
where not exists (
    select from ledger
    where
        named.identity = ledger.name
        or named.identity like '% on ' || ledger.name
        or named.identity like ledger.name || '_pkey'
)
order by named.kind, named.identity
