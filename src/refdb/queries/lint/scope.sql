-- Makes views of what the migrations have made, for the rules to read: not the server's own, not
-- an extension's, not the ledger's.
create temp view lint_schemas as
select
    namespace.oid,
    namespace.nspname as schema,
    namespace.nspacl as grants,
    namespace.nspowner as owner
from pg_namespace as namespace
where
    namespace.nspname !~ '^pg_'
    and namespace.nspname not in ('information_schema', 'refdb')
    and coalesce(obj_description(namespace.oid, 'pg_namespace'), '') not like 'refdb''s stand-in%'
    and not exists (
        select
        from pg_depend as member
        where
            member.classid = 'pg_namespace'::regclass
            and member.objid = namespace.oid
            and member.deptype = 'e'
    );

create temp view lint_relations as
select
    class.oid,
    lint_schemas.schema,
    class.relname as name,
    class.relkind as kind,
    class.relispartition as is_partition,
    class.relrowsecurity as row_security,
    class.reloptions as options,
    format('%I.%I', lint_schemas.schema, class.relname) as object
from pg_class as class
inner join lint_schemas
    on lint_schemas.oid = class.relnamespace
where
    class.relkind in ('r', 'p', 'v', 'm', 'f')
    and class.relname not in ('_yoyo_migration', '_yoyo_log', '_yoyo_version', 'yoyo_lock')
    and not exists (
        select
        from pg_depend as member
        where
            member.classid = 'pg_class'::regclass
            and member.objid = class.oid
            and member.deptype = 'e'
    );

create temp view lint_tables as
select
    lint_relations.oid,
    lint_relations.schema,
    lint_relations.name,
    lint_relations.kind,
    lint_relations.row_security,
    lint_relations.object
from lint_relations
where
    lint_relations.kind in ('r', 'p')
    and not lint_relations.is_partition;

create temp view lint_columns as
select
    lint_tables.oid,
    attribute.attnum as number,
    lint_tables.schema,
    attribute.attname as name,
    lint_tables.name as relation,
    format('%s.%I', lint_tables.object, attribute.attname) as object,
    attribute.atttypid as type,
    format_type(attribute.atttypid, attribute.atttypmod) as type_name,
    attribute.attidentity as identity
from lint_tables
inner join pg_attribute as attribute
    on attribute.attrelid = lint_tables.oid
where
    attribute.attnum > 0
    and not attribute.attisdropped;

create temp view lint_functions as
select
    proc.oid,
    lint_schemas.schema,
    proc.proname as name,
    format('%I.%I(%s)', lint_schemas.schema, proc.proname, oidvectortypes(proc.proargtypes)) as object,
    case proc.prokind when 'p' then 'procedure' else 'function' end as kind,
    proc.proowner as owner,
    proc.prosecdef as is_definer,
    proc.proacl as grants
from pg_proc as proc
inner join lint_schemas
    on lint_schemas.oid = proc.pronamespace
where not exists (
    select
    from pg_depend as member
    where
        member.classid = 'pg_proc'::regclass
        and member.objid = proc.oid
        and member.deptype = 'e'
);

create temp view lint_indexes as
select
    index.indexrelid as oid,
    index.indrelid as table_oid,
    lint_relations.schema,
    class.relname as name,
    lint_relations.name as relation,
    lint_relations.kind as relation_kind,
    format('%I.%I', lint_relations.schema, class.relname) as object,
    index.indisunique as is_unique,
    index.indisvalid as is_valid,
    index.indnkeyatts as keys,
    index.indkey::smallint[] as columns,
    index.indclass::oid[] as classes,
    index.indcollation::oid[] as collations,
    index.indoption::smallint[] as options,
    pg_get_expr(index.indexprs, index.indrelid) as expressions,
    pg_get_expr(index.indpred, index.indrelid) as predicate,
    class.relam as method,
    exists (
        select
        from pg_constraint as made
        where made.conindid = index.indexrelid and made.contype in ('p', 'u', 'x')
    ) as is_constraint
from pg_index as index
inner join pg_class as class
    on class.oid = index.indexrelid
inner join lint_relations
    on lint_relations.oid = index.indrelid
where not lint_relations.is_partition
