-- purpose: Dates an enrollment with the organization's today when its writer gave no date.
-- volatile: a trigger function

create or replace function public.fill_referral_enrollment_date()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    new.enrollment_date := (
        select (now() at time zone organization.timezone)::date
        from public.organizations as organization
        where organization.id = new.organization_id
    );
    return new;
end;
$$;

comment on function public.fill_referral_enrollment_date() is
    'Trigger function: sets enrollment_date to today in the organization''s time zone.';

revoke all on function public.fill_referral_enrollment_date() from public;
