-- purpose: Empties the outbox, with a commit after each batch.
-- requires: drain_referral_outbox_batch
-- allow: style/LT01 sqlfluff takes the name of a procedure with its arguments for two words

-- A procedure, for a function cannot commit, and rankings are to be held for a batch only. One that
-- commits can have no search_path of its own: everything here is qualified.
create or replace procedure public.drain_referral_outbox()
language plpgsql
security invoker
as $$
begin
    while public.drain_referral_outbox_batch() loop
        commit;
    end loop;
end;
$$;

comment on procedure public.drain_referral_outbox() is
    'Does what is due in the outbox, 100 pieces a transaction; for the schedule.';

revoke all on procedure public.drain_referral_outbox() from public;
