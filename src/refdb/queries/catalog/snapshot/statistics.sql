-- Extended statistics.
select
    'statistics' as kind,
    stats.stxnamespace as space,
    quote_ident(stats.stxname) as name,
    null::text as suffix,
    stats.oid as objid,
    'pg_class'::regclass::oid as holder_class,
    stats.stxrelid as holder,
    0 as holder_sub,
    quote_ident(pg_get_userbyid(stats.stxowner)) as owner,
    pg_get_statisticsobjdef(stats.oid) as definition,
    nullif(stats.stxstattarget, -1)::integer as target
from pg_statistic_ext as stats
