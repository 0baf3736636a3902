-- Text search templates.
select
    'text search template' as kind,
    template.tmplnamespace as space,
    quote_ident(template.tmplname) as name,
    null::text as suffix,
    template.oid as objid,
    nullif(template.tmplinit::text, '-') as init,
    template.tmpllexize::text as lexize
from pg_ts_template as template
where template.oid >= 16384
