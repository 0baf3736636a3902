-- Triggers that people made; a partition's copy names the trigger it is a copy of.
select
    'trigger' as kind,
    quote_ident(trigger.tgname) as name,
    trigger.oid as objid,
    0 as subid,
    trigger.tgrelid as holder,
    pg_get_triggerdef(trigger.oid) as definition,
    case trigger.tgenabled
        when 'D' then 'disabled'
        when 'R' then 'replica'
        when 'A' then 'always'
    end as enabled,
    case
        when trigger.tgparentid <> 0
            then (
                select original.tgrelid::regclass::text || '.' || quote_ident(original.tgname)
                from pg_trigger as original
                where original.oid = trigger.tgparentid
            )
    end as copy_of
from pg_trigger as trigger
where not trigger.tgisinternal
