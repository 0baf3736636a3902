-- A schema of somebody who means harm, first in every caller's path: what functions of the schema
-- could call by an unqualified name, raising when it is called.
create schema hostile;
grant usage on schema hostile to public;

create function hostile.strike()
returns boolean
language plpgsql
as $$
begin
    raise exception 'hostile code ran' using errcode = 'HX001';
end;
$$;

do $$
declare
    v_type text;
    v_operator text;
    v_function record;
begin
    foreach v_type in array array[
        'uuid', 'text', 'integer', 'bigint', 'numeric', 'date', 'timestamptz', 'jsonb', 'boolean',
        'name', 'uuid[]', 'text[]', 'regclass', 'oid', 'timestamp', 'interval', 'smallint'
    ]
    loop
        execute format(
            'create function hostile.compare(%1$s, %1$s) returns boolean language plpgsql '
            'as ''begin return hostile.strike(); end''',
            v_type
        );
        foreach v_operator in array array['=', '<>', '<', '>', '<=', '>=', '~', '||', '+', '-', '*']
        loop
            execute format(
                'create operator hostile.%1$s (leftarg = %2$s, rightarg = %2$s, '
                'function = hostile.compare)',
                v_operator,
                v_type
            );
        end loop;
    end loop;

    -- Every function of the server that has a name which the schema's functions use, and every
    -- function of the schema itself, with the same arguments.
    for v_function in
        select distinct
            victim.proname as name,
            pg_get_function_identity_arguments(victim.oid) as arguments
        from pg_proc as victim
        where
            victim.prokind = 'f'
            and victim.provariadic = 0
            and victim.prorettype <> 'trigger'::regtype
            and pg_get_function_identity_arguments(victim.oid) !~ '"any"|internal|OUT|cstring|any'
            and (
                victim.pronamespace = 'public'::regnamespace
                or (
                    victim.pronamespace = 'pg_catalog'::regnamespace
                    and exists (
                        select
                        from pg_proc as caller
                        where
                            caller.pronamespace = 'public'::regnamespace
                            and coalesce(caller.prosrc, '') || pg_get_functiondef(caller.oid)
                            ~* ('\m' || victim.proname || '\(')
                    )
                )
            )
    loop
        execute format(
            'create function hostile.%I(%s) returns uuid language plpgsql '
            'as ''begin perform hostile.strike(); return null; end''',
            v_function.name,
            v_function.arguments
        );
    end loop;
end;
$$;
