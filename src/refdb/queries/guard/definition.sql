-- The definition of one row of live.sql, the same whatever search_path its maker had.
case live.kind
    when 'function' then pg_get_functiondef(live.oid)
    when 'view' then (
        select concat_ws(e'\n', 'with ' || reloptions::text, pg_get_viewdef(live.oid))
        from pg_catalog.pg_class
        where oid = live.oid
    )
    else (
        select pg_get_triggerdef(live.oid) || case tgenabled
            when 'O' then ''
            else ' -- enabled: ' || tgenabled::text
        end
        from pg_catalog.pg_trigger
        where oid = live.oid
    )
end
