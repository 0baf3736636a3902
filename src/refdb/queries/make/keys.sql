-- The snapshot's keys of functions, views and triggers, by their oids.
select
    case
        when found.kind = 'trigger' then (
            select concat(
                'trigger ',
                (pg_identify_object('pg_class'::regclass, fired.tgrelid, 0)).identity,
                '.',
                quote_ident(fired.tgname)
            )
            from pg_catalog.pg_trigger as fired
            where fired.oid = found.oid
        )
        when found.kind = 'view' then (
            select concat(
                case viewed.relkind when 'm' then 'materialized view ' else 'view ' end,
                (pg_identify_object('pg_class'::regclass, found.oid, 0)).identity
            )
            from pg_catalog.pg_class as viewed
            where viewed.oid = found.oid
        )
        else (
            select concat(
                case routine.prokind when 'p' then 'procedure ' else 'function ' end,
                quote_ident(home.nspname),
                '.',
                quote_ident(routine.proname),
                '(',
                oidvectortypes(routine.proargtypes),
                ')'
            )
            from pg_catalog.pg_proc as routine
            inner join pg_catalog.pg_namespace as home
                on routine.pronamespace = home.oid
            where routine.oid = found.oid
        )
    end as key
from unnest(%(kinds)s::text[], %(oids)s::oid[]) with ordinality as found (kind, oid, place)
order by found.place
