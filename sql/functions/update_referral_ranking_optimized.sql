-- purpose: Notes a referral whose status has changed for what is done when the statement ends.
-- volatile: a trigger function

-- The rows of a statement would be handed over by a transition table, but a trigger of one column
-- can have none, and one of all columns would have each update of a note pay for it. So the ids
-- are kept in settings that end with the transaction, a hundred in each: adding to one long list
-- would copy it each time. finish_referral_moves takes them out, and believes nothing but the ids.
create or replace function public.update_referral_ranking_optimized()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_noted integer
        := coalesce(nullif(current_setting('referral_moves.noted', true), ''), '0')::integer;
    v_list text := 'referral_moves.list_' || v_noted / 100;
begin
    perform
        set_config(
            v_list,
            case
                when v_noted % 100 = 0 then new.id::text
                else current_setting(v_list) || ',' || new.id::text
            end,
            true
        ),
        set_config('referral_moves.noted', (v_noted + 1)::text, true);

    return null;
end;
$$;

comment on function public.update_referral_ranking_optimized() is
    'Trigger function: hands the referral over to finish_referral_moves.';

revoke all on function public.update_referral_ranking_optimized() from public;
