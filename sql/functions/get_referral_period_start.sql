-- purpose: Says on which day a leaderboard's period began, in the organization's time zone.
-- requires: raise_referral_error

create or replace function public.get_referral_period_start(
    p_organization_id uuid,
    p_period text
)
returns date
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_today date;
begin
    if (p_period in ('all', 'month', 'week')) is not true then
        perform public.raise_referral_error('RD008', format('The period is %L.', p_period));
    end if;

    select (now() at time zone organization.timezone)::date
    into v_today
    from public.organizations as organization
    where
        organization.id = p_organization_id
        and organization.deleted_at is null;

    if not found then
        perform public.raise_referral_error(
            'RD006',
            format('The organization is %L.', p_organization_id)
        );
    end if;

    return case when p_period <> 'all' then date_trunc(p_period, v_today::timestamp)::date end;
end;
$$;

comment on function public.get_referral_period_start(uuid, text) is
    'First day of this month or of this week (a Monday); null for all, which has none.';

revoke all on function public.get_referral_period_start(uuid, text) from public;
grant execute on function public.get_referral_period_start(uuid, text)
    to referral_app, referral_readonly, referral_admin;
