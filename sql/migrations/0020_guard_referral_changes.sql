-- why: What a referral may become is decided here once and not in every program that writes one.
-- depends: 0019_create_referral_errors

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
    perform public.raise_referral_error(
        tg_argv[0],
        concat(
            'Referral ', old.id, ' is ', old.status,
            case when new.status is distinct from old.status then concat(', not ', new.status) end,
            '.'
        )
    );
    return null;
end;
$$;

comment on function public.reject_referral_change() is
    'Trigger function: raises the RD code in its argument; the trigger''s condition decides when.';

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

create or replace trigger reject_illegal_referral_moves
before update of status on public.student_referrals
for each row
when (
    old.status is distinct from new.status
    and (
        old.deleted_at is not null
        or (
            (old.status, new.status) in (
                ('pending', 'contacted'),
                ('contacted', 'enrolled'),
                ('contacted', 'declined')
            )
        ) is not true
    )
)
execute function public.reject_referral_change('RD003');

comment on trigger reject_illegal_referral_moves on public.student_referrals is
    'Raises RD003 for a status that may not follow on the old one, or moves on a deleted referral.';

create or replace trigger reject_referral_transfers
before update of organization_id, referrer_id on public.student_referrals
for each row
when (
    old.organization_id is distinct from new.organization_id
    or old.referrer_id is distinct from new.referrer_id
)
execute function public.reject_referral_change('RD004');

comment on trigger reject_referral_transfers on public.student_referrals is
    'Raises RD004 when the organization or the referrer would change.';

create or replace trigger reject_enrolled_referral_deletion
before delete on public.student_referrals
for each row
when (old.status = 'enrolled')
execute function public.reject_referral_change('RD005');

comment on trigger reject_enrolled_referral_deletion on public.student_referrals is
    'Raises RD005 when an enrolled referral would be deleted.';

create or replace trigger reject_enrolled_referral_soft_deletion
before update of deleted_at on public.student_referrals
for each row
when (old.status = 'enrolled' and new.deleted_at is not null)
execute function public.reject_referral_change('RD005');

comment on trigger reject_enrolled_referral_soft_deletion on public.student_referrals is
    'Raises RD005 when an enrolled referral would be soft-deleted.';

create or replace trigger fill_referral_enrollment_date
before insert or update of status on public.student_referrals
for each row
when (new.status = 'enrolled' and new.enrollment_date is null)
execute function public.fill_referral_enrollment_date();

comment on trigger fill_referral_enrollment_date on public.student_referrals is
    'Dates an enrollment that comes without a date.';
