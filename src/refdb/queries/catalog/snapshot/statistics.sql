-- Extended statistics.
select
    'statistics' as kind,
    space.name || '.' || quote_ident(stats.stxname) as identity,
    space.name as schema,
    quote_ident(stats.stxname) as name,
    relation.kind || ' ' || relation.identity as parent,
    'pg_statistic_ext'::regclass::oid as classid,
    stats.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(stats.stxowner)) as owner,
    pg_get_statisticsobjdef(stats.oid) as definition,
    nullif(stats.stxstattarget, -1)::integer as target
from pg_statistic_ext as stats
inner join space on stats.stxnamespace = space.oid
inner join relation on stats.stxrelid = relation.oid
