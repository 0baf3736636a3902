-- Text search dictionaries.
select
    'text search dictionary' as kind,
    dict.dictnamespace as space,
    quote_ident(dict.dictname) as name,
    null::text as suffix,
    dict.oid as objid,
    quote_ident(pg_get_userbyid(dict.dictowner)) as owner,
    quote_ident(template_space.nspname) || '.' || quote_ident(template.tmplname) as template,
    dict.dictinitoption as initial
from pg_ts_dict as dict
inner join pg_ts_template as template on dict.dicttemplate = template.oid
inner join pg_namespace as template_space on template.tmplnamespace = template_space.oid
where dict.oid >= 16384
