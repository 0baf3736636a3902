-- Operators.
select
    'operator' as kind,
    operator.oid::regoperator::text as identity,
    space.name as schema,
    operator.oprname::text as name,
    null as parent,
    'pg_operator'::regclass::oid as classid,
    operator.oid as objid,
    0 as subid,
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
inner join space on operator.oprnamespace = space.oid
where
    operator.oprcode <> 0 -- a shell that another operator's commutator made
    and not exists (
        select from member
        where member.classid = 'pg_operator'::regclass and member.objid = operator.oid
    )
