-- Which schemas, tables, views, functions, types and triggers have no comment?
with commented as (
    select
        'schema' as kind,
        lint_schemas.schema,
        lint_schemas.schema::text as name,
        '' as relation,
        format('%I', lint_schemas.schema) as object,
        'schema' as word,
        obj_description(lint_schemas.oid, 'pg_namespace') as comment
    from lint_schemas
    union all
    select
        case when lint_relations.kind in ('v', 'm') then 'view' else 'table' end,
        lint_relations.schema,
        lint_relations.name,
        lint_relations.name,
        lint_relations.object,
        case lint_relations.kind
            when 'v' then 'view'
            when 'm' then 'materialized view'
            when 'f' then 'foreign table'
            else 'table'
        end,
        obj_description(lint_relations.oid, 'pg_class')
    from lint_relations
    where not lint_relations.is_partition
    union all
    select
        'function',
        lint_functions.schema,
        lint_functions.name,
        '',
        lint_functions.object,
        lint_functions.kind,
        obj_description(lint_functions.oid, 'pg_proc')
    from lint_functions
    union all
    select
        'type',
        lint_schemas.schema,
        type.typname,
        '',
        format('%I.%I', lint_schemas.schema, type.typname),
        case type.typtype when 'd' then 'domain' else 'type' end,
        obj_description(type.oid, 'pg_type')
    from pg_type as type
    inner join lint_schemas
        on lint_schemas.oid = type.typnamespace
    left join pg_class as class
        on class.oid = type.typrelid
    where
        type.typtype in ('c', 'd', 'e', 'r')
        and coalesce(class.relkind = 'c', true)
        and not exists (
            select
            from pg_depend as member
            where
                member.classid = 'pg_type'::regclass
                and member.objid = type.oid
                and member.deptype in ('e', 'i')
                and member.refclassid <> 'pg_class'::regclass
        )
    union all
    select
        'trigger',
        lint_tables.schema,
        trigger.tgname,
        lint_tables.name,
        format('%I on %s', trigger.tgname, lint_tables.object),
        'trigger',
        obj_description(trigger.oid, 'pg_trigger')
    from pg_trigger as trigger
    inner join lint_tables
        on lint_tables.oid = trigger.tgrelid
    where
        not trigger.tgisinternal
        and trigger.tgparentid = 0
)

select
    commented.kind,
    commented.schema,
    commented.name,
    commented.relation,
    commented.object,
    format('%s %s has no comment', commented.word, commented.object) as message,
    format('Write `comment on %s %s is ''One sentence.'';`.', commented.word, commented.object) as hint
from commented
where commented.comment is null
