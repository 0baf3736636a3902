-- purpose: Raises an error of class RD with the message and hint that list_referral_errors has.
-- requires: list_referral_errors

create or replace function public.raise_referral_error(p_code text, p_detail text)
returns void
language plpgsql
immutable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_hint text;
begin
    select
        error.message,
        error.hint
    into strict
        v_message,
        v_hint
    from public.list_referral_errors() as error
    where error.code = p_code;

    -- The data goes into the detail, so that a log groups by message.
    raise exception using
        errcode = p_code,
        message = v_message,
        detail = coalesce(p_detail, ''),
        hint = v_hint;
end;
$$;

comment on function public.raise_referral_error(text, text) is
    'Raises the error with that code; p_detail says which row or value it was.';

revoke all on function public.raise_referral_error(text, text) from public;
grant execute on function public.raise_referral_error(text, text)
    to referral_app, referral_readonly, referral_admin;
