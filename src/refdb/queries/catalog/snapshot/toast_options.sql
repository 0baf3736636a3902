-- Storage parameters of toast tables, for the table that has it.
select
    'pg_class'::regclass::oid as catalog,
    class.oid as objid,
    0 as subid,
    toast.reloptions as toast_options
from pg_class as toast
inner join pg_class as class on toast.oid = class.reltoastrelid
where toast.relkind = 't' and toast.reloptions is not null
