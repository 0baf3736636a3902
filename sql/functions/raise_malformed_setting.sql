-- purpose: Raises the error for a setting that should hold an id and does not.
-- requires: raise_referral_error

-- Stable, for what it answers depends on a setting; returns a type only to stand where an id would.
create or replace function public.raise_malformed_setting(p_name text)
returns uuid
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- The error ends the function; beside it stands what its type asks for.
    return (
        select null::uuid
        from public.raise_referral_error(
            'RD020',
            format('The setting %s is %L.', p_name, current_setting(p_name, true))
        ) as never
    );
end;
$$;

comment on function public.raise_malformed_setting(text) is
    'Raises RD020 with the setting and its value; never returns.';

revoke all on function public.raise_malformed_setting(text) from public;
grant execute on function public.raise_malformed_setting(text)
    to referral_app, referral_readonly, referral_admin;
