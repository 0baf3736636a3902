-- The triggers that fire while rows are loaded, of tables that this user may alter.
select
    trigger.tgrelid::regclass::text as table,
    trigger.tgname as name
from pg_trigger as trigger
inner join pg_class as class on trigger.tgrelid = class.oid
where
    not trigger.tgisinternal
    and trigger.tgparentid = 0
    and trigger.tgenabled = 'O'
    and class.relkind in ('r', 'p')
    and pg_has_role(class.relowner, 'usage')
order by 1, 2
