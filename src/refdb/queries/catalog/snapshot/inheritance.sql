-- What tables inherit from: a partition its table and bound, another one its parents in order.
select
    'pg_class'::regclass::oid as classid,
    relation.oid as objid,
    0 as subid,
    case
        when relation.relispartition then min(parent.oid::regclass::text)
    end as partition_of,
    case
        when relation.relispartition then min(pg_get_expr(relation.relpartbound, relation.oid))
    end as partition_bound,
    case
        when not relation.relispartition
            then array_agg(parent.oid::regclass::text order by inherits.inhseqno)
    end as inherits
from pg_inherits as inherits
inner join relation on inherits.inhrelid = relation.oid
inner join pg_class as parent on inherits.inhparent = parent.oid
group by relation.oid, relation.relispartition
