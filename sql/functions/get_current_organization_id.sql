-- purpose: Tells row-level security whose rows the session may see.
-- requires: raise_malformed_setting

-- Anything but an id in its usual form is an error: rows must never be missing, or be another's,
-- because somebody wrote a setting wrongly.
create or replace function public.get_current_organization_id()
returns uuid
language sql
stable
parallel safe
called on null input
security invoker
return case
    when
        current_setting('app.organization_id', true)
        ~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'
        then current_setting('app.organization_id', true)::uuid
    when current_setting('app.organization_id', true) <> ''
        then public.raise_malformed_setting('app.organization_id')
end;

comment on function public.get_current_organization_id() is
    'The organization in the setting app.organization_id; null, which sees nothing, when unset;'
    ' RD020 when it is no id.';

revoke all on function public.get_current_organization_id() from public;
grant execute on function public.get_current_organization_id()
    to referral_app, referral_readonly, referral_admin;
