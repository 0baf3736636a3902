-- purpose: Tells row-level security whose rows the session may see.

create or replace function public.get_current_organization_id()
returns uuid
language sql
stable
parallel safe
called on null input
security invoker
return nullif(current_setting('app.organization_id', true), '')::uuid;

comment on function public.get_current_organization_id() is
    'The organization in the setting app.organization_id; null, which sees nothing, when unset.';
