-- The functions, views and triggers that statements name, as the server finds them: a part.
select
    named.place,
    named.kind,
    case named.kind
        when 'function' then (
            select min(routine.oid)
            from pg_catalog.pg_proc as routine
            inner join pg_catalog.pg_namespace as home
                on routine.pronamespace = home.oid
            where
                routine.proname = named.name
                and routine.prokind <> 'a'
                and (
                    home.nspname = named.schema
                    or (named.schema = '' and pg_function_is_visible(routine.oid))
                )
                and (
                    named.types is null
                    or routine.proargtypes::text = (
                        select coalesce(string_agg(to_regtype(type)::oid::text, ' ' order by at), '')
                        from jsonb_array_elements_text(named.types) with ordinality as given (type, at)
                    )
                )
        )
        when 'view' then (
            select viewed.oid
            from pg_catalog.pg_class as viewed
            where
                viewed.oid = to_regclass(concat_ws(
                    '.', quote_ident(nullif(named.schema, '')), quote_ident(named.name)
                ))
                and viewed.relkind in ('v', 'm')
        )
        else (
            select fired.oid
            from pg_catalog.pg_trigger as fired
            where
                fired.tgrelid = to_regclass(named.relation)
                and fired.tgname = named.name
        )
    end as oid
from jsonb_to_recordset({named}) as named (
    place integer, kind text, schema text, name text, types jsonb, relation text
)
