-- purpose: Refuses a change of a referral with the error code that the trigger names.
-- volatile: a trigger function
-- requires: raise_referral_error

create or replace function public.reject_referral_change()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- The error ends the function; beside it stands what its type asks for.
    return (
        select old
        from public.raise_referral_error(
            tg_argv[0],
            concat(
                'Referral ', old.id, ' is ', old.status,
                case
                    when new.status is distinct from old.status then concat(', not ', new.status)
                end,
                '.'
            )
        ) as never
    );
end;
$$;

comment on function public.reject_referral_change() is
    'Trigger function: raises the RD code in its argument; the trigger''s condition decides when.';

revoke all on function public.reject_referral_change() from public;
