-- Triggers that people made; a partition's copy names the trigger it is a copy of.
select
    'trigger' as kind,
    relation.identity || '.' || quote_ident(trigger.tgname) as identity,
    relation.schema,
    quote_ident(trigger.tgname) as name,
    relation.kind || ' ' || relation.identity as parent,
    'pg_trigger'::regclass::oid as classid,
    trigger.oid as objid,
    0 as subid,
    pg_get_triggerdef(trigger.oid) as definition,
    case trigger.tgenabled
        when 'D' then 'disabled'
        when 'R' then 'replica'
        when 'A' then 'always'
    end as enabled,
    original.tgrelid::regclass::text || '.' || quote_ident(original.tgname) as copy_of
from pg_trigger as trigger
inner join relation on trigger.tgrelid = relation.oid
left join pg_trigger as original on trigger.tgparentid = original.oid
where not trigger.tgisinternal
