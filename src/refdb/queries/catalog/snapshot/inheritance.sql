-- What tables inherit from: a partition its table and bound, another one its parents in order.
select
    'pg_class'::regclass::oid as catalog,
    class.oid as objid,
    0 as subid,
    case
        when class.relispartition then min(inherits.inhparent::regclass::text)
    end as partition_of,
    min(
        case
            when class.relispartition
                then
                    coalesce(
                        pg_get_expr(class.relpartbound, class.oid),
                        ('gone.' || class.oid)::regclass::text -- an error: the table is gone
                    )
        end
    ) as partition_bound,
    case
        when not class.relispartition
            then array_agg(inherits.inhparent::regclass::text order by inherits.inhseqno)
    end as inherits
from pg_inherits as inherits
inner join pg_class as class on inherits.inhrelid = class.oid
where class.relkind in ('r', 'p', 'f')
group by class.oid, class.relispartition
