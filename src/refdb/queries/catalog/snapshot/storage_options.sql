-- Storage parameters and view options, those of the toast table with their prefix.
select
    'pg_class'::regclass::oid as classid,
    relation.oid as objid,
    0 as subid,
    coalesce(relation.reloptions, '{}') || array(
        select 'toast.' || option.text
        from unnest(toast.reloptions) as option (text)
    ) as options
from relation
left join pg_class as toast on relation.reltoastrelid = toast.oid
where relation.reloptions is not null or toast.reloptions is not null
