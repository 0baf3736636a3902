-- Event triggers.
select
    'event trigger' as kind,
    quote_ident(trigger.evtname) as identity,
    '' as schema,
    quote_ident(trigger.evtname) as name,
    null as parent,
    'pg_event_trigger'::regclass::oid as classid,
    trigger.oid as objid,
    0 as subid,
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
where
    not exists (
        select from member
        where member.classid = 'pg_event_trigger'::regclass and member.objid = trigger.oid
    )
