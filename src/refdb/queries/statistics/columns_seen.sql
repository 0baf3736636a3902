-- What analyze found in each column that this user may read.
select
    quote_ident(namespace.nspname) || '.' || quote_ident(class.relname) as name,
    case
        when class.relkind in ('i', 'I') then attribute.attnum::text
        else attribute.attname::text
    end as "column",
    format_type(attribute.atttypid, null) as type,
    statistic.inherited,
    statistic.null_frac::text::float8 as nulls,
    statistic.avg_width as width,
    statistic.n_distinct::text::float8 as "distinct",
    json_build_array(
        case
            when statistic.most_common_vals is not null then json_build_array(
                1, '', '',
                to_json(statistic.most_common_freqs),
                to_json(statistic.most_common_vals::text::text[])
            )
        end,
        case
            when statistic.histogram_bounds is not null then json_build_array(
                2, '', '', null, to_json(statistic.histogram_bounds::text::text[])
            )
        end,
        case
            when statistic.correlation is not null then json_build_array(
                3, '', '', json_build_array(statistic.correlation), null
            )
        end,
        case
            when statistic.most_common_elems is not null then json_build_array(
                4, '', '',
                to_json(statistic.most_common_elem_freqs),
                to_json(statistic.most_common_elems::text::text[])
            )
        end,
        case
            when statistic.elem_count_histogram is not null then json_build_array(
                5, '', '', to_json(statistic.elem_count_histogram), null
            )
        end
    ) as slots
from pg_catalog.pg_stats as statistic
join pg_catalog.pg_namespace as namespace on namespace.nspname = statistic.schemaname
join pg_catalog.pg_class as class
    on class.relnamespace = namespace.oid and class.relname = statistic.tablename
join pg_catalog.pg_attribute as attribute
    on attribute.attrelid = class.oid and attribute.attname = statistic.attname
where
    class.relpersistence <> 't'
    and namespace.nspname !~ '^pg_'
    and namespace.nspname <> 'information_schema'
