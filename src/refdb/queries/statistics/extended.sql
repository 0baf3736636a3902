-- What `create statistics` found in several columns together, as far as this user may see it.
select
    quote_ident(seen.statistics_schemaname) || '.' || quote_ident(seen.statistics_name) as name,
    quote_ident(seen.schemaname) || '.' || quote_ident(seen.tablename) as "table",
    seen.attnames::text[] as names,
    coalesce(seen.exprs, '{}') as expressions,
    object.stxkeys::int2[] as numbers,
    seen.inherited,
    seen.n_distinct::bytea as distinct_values,
    seen.dependencies::bytea as dependencies,
    to_json(seen.most_common_vals) as most_common,
    to_json(seen.most_common_freqs) as frequencies,
    to_json(seen.most_common_base_freqs) as base_frequencies
from pg_catalog.pg_stats_ext as seen
join pg_catalog.pg_namespace as namespace on namespace.nspname = seen.statistics_schemaname
join pg_catalog.pg_statistic_ext as object
    on object.stxnamespace = namespace.oid and object.stxname = seen.statistics_name
where namespace.nspname !~ '^pg_' and seen.inherited is not null
