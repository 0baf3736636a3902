-- Text search templates.
select
    'text search template' as kind,
    space.name || '.' || quote_ident(template.tmplname) as identity,
    space.name as schema,
    quote_ident(template.tmplname) as name,
    null as parent,
    'pg_ts_template'::regclass::oid as classid,
    template.oid as objid,
    0 as subid,
    nullif(template.tmplinit::text, '-') as init,
    template.tmpllexize::text as lexize
from pg_ts_template as template
inner join space on template.tmplnamespace = space.oid
where
    not exists (
        select from member
        where member.classid = 'pg_ts_template'::regclass and member.objid = template.oid
    )
