-- purpose: Tells row-level security in whose name the session may write.
-- requires: raise_malformed_setting

-- Anything but an id in its usual form is an error: rows must never be missing, or be another's,
-- because somebody wrote a setting wrongly.
create or replace function public.get_current_user_id()
returns uuid
language sql
stable
parallel safe
called on null input
security invoker
return case
    when
        current_setting('app.user_id', true)
        ~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'
        then current_setting('app.user_id', true)::uuid
    when current_setting('app.user_id', true) <> ''
        then public.raise_malformed_setting('app.user_id')
end;

comment on function public.get_current_user_id() is
    'The profile in the setting app.user_id; null, which is nobody, when unset; RD020 when it is no'
    ' id.';

revoke all on function public.get_current_user_id() from public;
grant execute on function public.get_current_user_id()
    to referral_app, referral_readonly, referral_admin;
