-- What pg_depend names in an entry's place: row types, array types, rules of views, defaults …
select 'pg_type'::regclass::oid, type.oid, 0, 'pg_class'::regclass::oid, type.typrelid, 0
from pg_type as type
inner join pg_depend as depend
    on depend.refclassid = 'pg_type'::regclass and depend.refobjid = type.oid
where type.typrelid <> 0 and type.oid >= 16384 and depend.deptype <> 'i'
union
select 'pg_type'::regclass, type.typarray, 0, 'pg_type'::regclass, type.oid, 0
from pg_type as type
inner join pg_depend as depend
    on depend.refclassid = 'pg_type'::regclass and depend.refobjid = type.typarray
where type.typarray <> 0 and type.oid >= 16384 and depend.deptype <> 'i'
union all
select 'pg_type'::regclass, rngmultitypid, 0, 'pg_type'::regclass, rngtypid, 0
from pg_range
where rngtypid >= 16384
union all
select 'pg_rewrite'::regclass, oid, 0, 'pg_class'::regclass, ev_class, 0
from pg_rewrite
where rulename = '_RETURN' and oid >= 16384
union all
select 'pg_attrdef'::regclass, oid, 0, 'pg_class'::regclass, adrelid, adnum
from pg_attrdef
union all
select 'pg_publication_rel'::regclass, oid, 0, 'pg_publication'::regclass, prpubid, 0
from pg_publication_rel
union all
select 'pg_publication_namespace'::regclass, oid, 0, 'pg_publication'::regclass, pnpubid, 0
from pg_publication_namespace
union all
select classid, objid, 0, refclassid, refobjid, 0
from pg_depend
where
    classid in ('pg_amop'::regclass, 'pg_amproc'::regclass)
    and refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
    and deptype in ('i', 'a')
union all
select member.classid, member.objid, 0, 'pg_extension'::regclass, member.extension, 0
from member
where
    exists (
        select from pg_depend as depend
        where
            depend.refclassid = member.classid
            and depend.refobjid = member.objid
            and depend.deptype <> 'e'
            and depend.objid >= 16384
    )
