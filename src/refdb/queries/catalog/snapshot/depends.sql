-- Who depends on whom; of a view's rule the view, of a default its column, of a table's type the table.
-- Left out: what holder and schema say, row types, toast tables, a part's own columns.
with dependency as materialized (
    select
        classid,
        objid,
        objsubid,
        refclassid,
        refobjid,
        refobjsubid,
        classid in (
            'pg_rewrite'::regclass, 'pg_attrdef'::regclass, 'pg_publication_rel'::regclass
        )
        or refclassid = 'pg_type'::regclass as is_translated
    from pg_depend
    where
        (
            deptype in ('n', 'P', 'S')
            or (deptype = 'a' and refobjsubid = 0 and classid = 'pg_class'::regclass)
        )
        and refclassid not in ('pg_namespace'::regclass, 'pg_language'::regclass)
        and objid >= 16384
        and not (refclassid = 'pg_class'::regclass and refobjid < 16384)
)

select
    classid as catalog,
    objid,
    objsubid as subid,
    refclassid as on_catalog,
    refobjid as on_objid,
    refobjsubid as on_subid
from dependency
where not is_translated
union all
select
    case
        when rule.oid is not null or def.oid is not null then 'pg_class'::regclass::oid
        when published.oid is not null then 'pg_publication'::regclass::oid
        else dependency.classid
    end as catalog,
    coalesce(rule.ev_class, def.adrelid, published.prpubid, dependency.objid) as objid,
    coalesce(def.adnum, dependency.objsubid) as subid,
    case
        when coalesce(element.typrelid, type.typrelid) <> 0 then 'pg_class'::regclass::oid
        else dependency.refclassid
    end as on_catalog,
    coalesce(
        nullif(coalesce(element.typrelid, type.typrelid), 0), element.oid, dependency.refobjid
    ) as on_objid,
    dependency.refobjsubid as on_subid
from dependency
left join pg_rewrite as rule
    on
        dependency.classid = 'pg_rewrite'::regclass
        and dependency.objid = rule.oid
        and rule.rulename = '_RETURN'
left join pg_attrdef as def
    on dependency.classid = 'pg_attrdef'::regclass and dependency.objid = def.oid
left join pg_publication_rel as published
    on dependency.classid = 'pg_publication_rel'::regclass and dependency.objid = published.oid
left join pg_type as type
    on dependency.refclassid = 'pg_type'::regclass and dependency.refobjid = type.oid
left join pg_type as element on type.oid = element.typarray
where dependency.is_translated
