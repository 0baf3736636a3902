-- Operator classes, with the operators and functions that belong to them.
select
    'operator class' as kind,
    class.opcnamespace as space,
    quote_ident(class.opcname) as name,
    ' using ' || quote_ident(method.amname) as suffix,
    class.oid as objid,
    quote_ident(pg_get_userbyid(class.opcowner)) as owner,
    format_type(class.opcintype, null) as type,
    nullif(class.opcdefault, false) as default,
    quote_ident(family_space.nspname) || '.' || quote_ident(family.opfname) as family,
    format_type(nullif(class.opckeytype, 0), null) as storage,
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
        inner join pg_depend as own
            on
                own.classid = 'pg_amop'::regclass
                and own.objid = op.oid
                and own.refclassid = 'pg_opclass'::regclass
                and own.refobjid = class.oid
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
        inner join pg_depend as own
            on
                own.classid = 'pg_amproc'::regclass
                and own.objid = support.oid
                and own.refclassid = 'pg_opclass'::regclass
                and own.refobjid = class.oid
    ) as functions
from pg_opclass as class
inner join pg_am as method on class.opcmethod = method.oid
inner join pg_opfamily as family on class.opcfamily = family.oid
inner join pg_namespace as family_space on family.opfnamespace = family_space.oid
where class.oid >= 16384
