-- Operator classes that an index's text mostly does not name: their type and what they are of.
select
    class.oid,
    class.opcname::text as name,
    format_type(class.opcintype, null) as type,
    method.amname::text as method
from pg_opclass as class
inner join pg_am as method on class.opcmethod = method.oid
where
    class.opcdefault
    and class.oid < 16384
    and class.opcintype in (
        'bool'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype,
        'float4'::regtype, 'float8'::regtype, 'text'::regtype, 'uuid'::regtype, 'date'::regtype,
        'timestamp'::regtype, 'timestamptz'::regtype, 'jsonb'::regtype
    )
