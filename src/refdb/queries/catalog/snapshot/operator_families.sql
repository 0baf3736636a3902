-- Operator families, with those operators and functions that belong to none of its classes.
select
    'operator family' as kind,
    family.opfnamespace as space,
    quote_ident(family.opfname) as name,
    ' using ' || quote_ident(method.amname) as suffix,
    family.oid as objid,
    quote_ident(pg_get_userbyid(family.opfowner)) as owner,
    (
        select
            array_agg(
                format(
                    '%s %s%s',
                    op.amopstrategy,
                    op.amopopr::regoperator,
                    ' for order by ' || (
                        select quote_ident(n.nspname) || '.' || quote_ident(f.opfname)
                        from pg_opfamily as f
                        inner join pg_namespace as n on f.opfnamespace = n.oid
                        where f.oid = op.amopsortfamily
                    )
                )
                order by op.amopstrategy, op.amopopr::regoperator::text
            )
        from pg_amop as op
        inner join pg_depend as loose
            on
                loose.classid = 'pg_amop'::regclass
                and loose.objid = op.oid
                and loose.refclassid = 'pg_opfamily'::regclass
                and loose.refobjid = family.oid
    ) as operators,
    (
        select
            array_agg(
                format(
                    '%s (%s, %s) %s',
                    support.amprocnum,
                    format_type(support.amproclefttype, null),
                    format_type(support.amprocrighttype, null),
                    support.amproc::regprocedure
                )
                order by support.amprocnum, support.amproc::regprocedure::text
            )
        from pg_amproc as support
        inner join pg_depend as loose
            on
                loose.classid = 'pg_amproc'::regclass
                and loose.objid = support.oid
                and loose.refclassid = 'pg_opfamily'::regclass
                and loose.refobjid = family.oid
    ) as functions
from pg_opfamily as family
inner join pg_am as method on family.opfmethod = method.oid
where family.oid >= 16384
