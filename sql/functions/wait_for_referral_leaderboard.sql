-- purpose: Lets one session at a time build a leaderboard.
-- volatile: takes a lock
-- requires: get_referral_leaderboard_lock

-- Another lock than the one of get_referral_leaderboard_lock, which changes share: builders are
-- waited for, changes are not. The wait is shorter than deadlock_timeout, so two sessions that each
-- want what the other builds give up before the server looks at them.
create or replace function public.wait_for_referral_leaderboard(
    p_organization_id uuid,
    p_period text,
    p_may_wait boolean
)
returns text
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
declare
    v_key bigint := public.get_referral_leaderboard_lock(p_organization_id, 'build:' || p_period);
begin
    if pg_try_advisory_xact_lock(v_key) then
        return 'free';
    end if;

    if not p_may_wait then
        return 'busy';
    end if;

    begin
        perform pg_advisory_xact_lock(v_key);
    exception
        when lock_not_available or deadlock_detected then
            return 'busy';
    end;

    return 'waited';
end;
$$;

comment on function public.wait_for_referral_leaderboard(uuid, text, boolean) is
    'Takes the right to build a leaderboard until the transaction ends, waiting for it up to half a'
    ' second if p_may_wait; returns free or waited when it has it, busy when somebody else has.';

revoke all on function public.wait_for_referral_leaderboard(uuid, text, boolean) from public;
grant execute on function public.wait_for_referral_leaderboard(uuid, text, boolean)
    to referral_app, referral_admin;
