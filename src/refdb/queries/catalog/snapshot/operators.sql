-- Operators.
select
    'operator' as kind,
    operator.oprnamespace as space,
    operator.oprname::text as name,
    format(
        '(%s, %s)',
        coalesce(format_type(nullif(operator.oprleft, 0), null), 'none'),
        format_type(operator.oprright, null)
    ) as suffix,
    operator.oid as objid,
    quote_ident(pg_get_userbyid(operator.oprowner)) as owner,
    operator.oprcode::text as function,
    format_type(nullif(operator.oprleft, 0), null) as left,
    format_type(operator.oprright, null) as right,
    case when operator.oprcom <> 0 then operator.oprcom::regoperator::text end as commutator,
    case when operator.oprnegate <> 0 then operator.oprnegate::regoperator::text end as negator,
    nullif(operator.oprrest::text, '-') as restrict,
    nullif(operator.oprjoin::text, '-') as join,
    nullif(operator.oprcanhash, false) as hashes,
    nullif(operator.oprcanmerge, false) as merges
from pg_operator as operator
where
    operator.oid >= 16384
    -- Not a shell that another operator's commutator made.
    and operator.oprcode <> 0
