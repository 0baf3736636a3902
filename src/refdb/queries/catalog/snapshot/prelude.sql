-- What the query of each kind may name: people's schemas, what extensions brought, people's relations.
with space as (
    select
        oid,
        quote_ident(nspname) as name
    from pg_namespace
    where
        nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'refdb')
        and nspname !~ '^pg_(toast_)?temp_'
        and (nspname <> 'cron' or obj_description(oid, 'pg_namespace') not like 'refdb''s stand-in%') is not false
), member as (
    select
        classid,
        objid,
        refobjid as extension
    from pg_depend
    where refclassid = 'pg_extension'::regclass and deptype = 'e'
), relation as (
    select
        class.*,
        space.name as schema,
        quote_ident(class.relname) as name,
        space.name || '.' || quote_ident(class.relname) as identity,
        case class.relkind
            when 'v' then 'view'
            when 'm' then 'materialized view'
            when 'f' then 'foreign table'
            when 'S' then 'sequence'
            when 'c' then 'type'
            else 'table'
        end as kind
    from pg_class as class
    inner join space on class.relnamespace = space.oid
    where
        class.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        and not exists (
            select from member
            where member.classid = 'pg_class'::regclass and member.objid = class.oid
        )
        and not (
            space.name = 'public'
            and class.relname in ('_yoyo_migration', '_yoyo_log', '_yoyo_version', 'yoyo_lock')
        )
)
