-- The operators by which analyze compares values of each type: equal and less, as the type's B-tree has them.
select distinct on (type.oid)
    type.oid::bigint as type,
    equal.amopopr::bigint as equal,
    less.amopopr::bigint as less
from unnest(%(types)s::oid[]) as given (number)
join pg_catalog.pg_type as type on type.oid = given.number
join pg_catalog.pg_type as base
    on base.oid = case type.typtype when 'd' then type.typbasetype else type.oid end
join pg_catalog.pg_opclass as class
    on class.opcmethod = (select oid from pg_catalog.pg_am where amname = 'btree')
    and class.opcdefault
join pg_catalog.pg_type as input on input.oid = class.opcintype
join pg_catalog.pg_amop as equal
    on equal.amopfamily = class.opcfamily
    and equal.amoplefttype = class.opcintype
    and equal.amoprighttype = class.opcintype
    and equal.amopstrategy = 3
join pg_catalog.pg_amop as less
    on less.amopfamily = class.opcfamily
    and less.amoplefttype = class.opcintype
    and less.amoprighttype = class.opcintype
    and less.amopstrategy = 1
where
    class.opcintype = base.oid
    or exists (
        select
        from pg_catalog.pg_cast as way
        where
            way.castsource = base.oid
            and way.casttarget = class.opcintype
            and way.castmethod = 'b'
            and way.castcontext = 'i'
    )
    or class.opcintype = case
        when base.typtype = 'e' then 'pg_catalog.anyenum'::regtype
        when base.typtype = 'r' then 'pg_catalog.anyrange'::regtype
        when base.typtype = 'm' then 'pg_catalog.anymultirange'::regtype
        when base.typtype = 'c' then 'pg_catalog.record'::regtype
        when base.typcategory = 'A' then 'pg_catalog.anyarray'::regtype
    end
order by type.oid, class.opcintype = base.oid desc, input.typispreferred desc
