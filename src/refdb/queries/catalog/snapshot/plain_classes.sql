-- Operator classes that an index's text mostly does not name, with the type that they are the default for.
select
    oid,
    opcname::text as name,
    format_type(opcintype, null) as type
from pg_opclass
where
    opcdefault
    and oid < 16384
    and opcintype in (
        'bool'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype,
        'float4'::regtype, 'float8'::regtype, 'text'::regtype, 'uuid'::regtype, 'date'::regtype,
        'timestamp'::regtype, 'timestamptz'::regtype, 'jsonb'::regtype
    )
