-- What analyze found in each column and index expression, for who may read it all.
select
    quote_ident(namespace.nspname) || '.' || quote_ident(class.relname) as name,
    case
        when class.relkind in ('i', 'I') then attribute.attnum::text
        else attribute.attname::text
    end as "column",
    format_type(attribute.atttypid, null) as type,
    statistic.stainherit as inherited,
    statistic.stanullfrac::text::float8 as nulls,
    statistic.stawidth as width,
    statistic.stadistinct::text::float8 as "distinct",
    json_build_array(
        case
            when statistic.stakind1 <> 0 then json_build_array(
                statistic.stakind1,
                case when statistic.staop1 <> 0 then statistic.staop1::regoperator::text else '' end,
                case
                    when statistic.stacoll1 in (0, attribute.attcollation) then ''
                    else statistic.stacoll1::regcollation::text
                end,
                to_json(statistic.stanumbers1),
                to_json(statistic.stavalues1::text::text[])
            )
        end,
        case
            when statistic.stakind2 <> 0 then json_build_array(
                statistic.stakind2,
                case when statistic.staop2 <> 0 then statistic.staop2::regoperator::text else '' end,
                case
                    when statistic.stacoll2 in (0, attribute.attcollation) then ''
                    else statistic.stacoll2::regcollation::text
                end,
                to_json(statistic.stanumbers2),
                to_json(statistic.stavalues2::text::text[])
            )
        end,
        case
            when statistic.stakind3 <> 0 then json_build_array(
                statistic.stakind3,
                case when statistic.staop3 <> 0 then statistic.staop3::regoperator::text else '' end,
                case
                    when statistic.stacoll3 in (0, attribute.attcollation) then ''
                    else statistic.stacoll3::regcollation::text
                end,
                to_json(statistic.stanumbers3),
                to_json(statistic.stavalues3::text::text[])
            )
        end,
        case
            when statistic.stakind4 <> 0 then json_build_array(
                statistic.stakind4,
                case when statistic.staop4 <> 0 then statistic.staop4::regoperator::text else '' end,
                case
                    when statistic.stacoll4 in (0, attribute.attcollation) then ''
                    else statistic.stacoll4::regcollation::text
                end,
                to_json(statistic.stanumbers4),
                to_json(statistic.stavalues4::text::text[])
            )
        end,
        case
            when statistic.stakind5 <> 0 then json_build_array(
                statistic.stakind5,
                case when statistic.staop5 <> 0 then statistic.staop5::regoperator::text else '' end,
                case
                    when statistic.stacoll5 in (0, attribute.attcollation) then ''
                    else statistic.stacoll5::regcollation::text
                end,
                to_json(statistic.stanumbers5),
                to_json(statistic.stavalues5::text::text[])
            )
        end
    ) as slots
from pg_catalog.pg_statistic as statistic
join pg_catalog.pg_attribute as attribute
    on attribute.attrelid = statistic.starelid and attribute.attnum = statistic.staattnum
join pg_catalog.pg_class as class on class.oid = statistic.starelid
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
where
    class.relpersistence <> 't'
    and namespace.nspname !~ '^pg_'
    and namespace.nspname <> 'information_schema'
    and not attribute.attisdropped
