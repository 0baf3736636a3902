-- Text search dictionaries.
select
    'text search dictionary' as kind,
    space.name || '.' || quote_ident(dict.dictname) as identity,
    space.name as schema,
    quote_ident(dict.dictname) as name,
    null as parent,
    'pg_ts_dict'::regclass::oid as classid,
    dict.oid as objid,
    0 as subid,
    quote_ident(pg_get_userbyid(dict.dictowner)) as owner,
    quote_ident(template_space.nspname) || '.' || quote_ident(template.tmplname) as template,
    dict.dictinitoption as initial
from pg_ts_dict as dict
inner join space on dict.dictnamespace = space.oid
inner join pg_ts_template as template on dict.dicttemplate = template.oid
inner join pg_namespace as template_space on template.tmplnamespace = template_space.oid
where
    not exists (
        select from member
        where member.classid = 'pg_ts_dict'::regclass and member.objid = dict.oid
    )
