-- Functions, views and triggers that people made, by kind and name: a part of the queries here.
select
    'function' as kind,
    routine.oid,
    (pg_identify_object('pg_proc'::regclass, routine.oid, 0)).identity as name
from pg_catalog.pg_proc as routine
where
    routine.prokind <> 'a'
    and routine.pronamespace not in (
        'pg_catalog'::regnamespace, 'information_schema'::regnamespace
    )
union all
select
    'view',
    viewed.oid,
    (pg_identify_object('pg_class'::regclass, viewed.oid, 0)).identity
from pg_catalog.pg_class as viewed
where
    viewed.relkind in ('v', 'm')
    and viewed.relnamespace not in (
        'pg_catalog'::regnamespace, 'information_schema'::regnamespace
    )
union all
select
    'trigger',
    fired.oid,
    (pg_identify_object('pg_trigger'::regclass, fired.oid, 0)).identity
from pg_catalog.pg_trigger as fired
where not fired.tgisinternal
