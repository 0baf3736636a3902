-- What analyze found in the expressions of `create statistics`, in their order.
select
    quote_ident(seen.statistics_schemaname) || '.' || quote_ident(seen.statistics_name) as name,
    seen.inherited,
    seen.null_frac::text::float8 as nulls,
    seen.avg_width as width,
    seen.n_distinct::text::float8 as "distinct",
    json_build_array(
        case
            when seen.most_common_vals is not null then json_build_array(
                1, '', '',
                to_json(seen.most_common_freqs),
                to_json(seen.most_common_vals::text::text[])
            )
        end,
        case
            when seen.histogram_bounds is not null then json_build_array(
                2, '', '', null, to_json(seen.histogram_bounds::text::text[])
            )
        end,
        case
            when seen.correlation is not null then json_build_array(
                3, '', '', json_build_array(seen.correlation), null
            )
        end
    ) as slots
from pg_catalog.pg_stats_ext_exprs as seen
join pg_catalog.pg_namespace as namespace on namespace.nspname = seen.statistics_schemaname
join pg_catalog.pg_statistic_ext as object
    on object.stxnamespace = namespace.oid and object.stxname = seen.statistics_name
where namespace.nspname !~ '^pg_' and seen.inherited is not null and seen.null_frac is not null
order by
    1, 2,
    array_position(pg_get_statisticsobjdef_expressions(object.oid), seen.expr)
