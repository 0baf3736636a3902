-- Event triggers.
select
    'event trigger' as kind,
    null::oid as space,
    quote_ident(trigger.evtname) as name,
    null::text as suffix,
    trigger.oid as objid,
    quote_ident(pg_get_userbyid(trigger.evtowner)) as owner,
    trigger.evtevent::text as event,
    (select array_agg(tag order by tag) from unnest(trigger.evttags) as tag) as tags,
    trigger.evtfoid::regprocedure::text as function,
    case trigger.evtenabled
        when 'D' then 'disabled'
        when 'R' then 'replica'
        when 'A' then 'always'
    end as enabled
from pg_event_trigger as trigger
