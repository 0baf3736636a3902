-- A referral of the first school, a deleted one, and a campaign of the second school.
insert into public.organizations (id, name, slug, timezone)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first', 'UTC'),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second', 'UTC');

insert into public.students (id, organization_id, code, full_name)
values
    (
        '10000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-00000000000a', '1', 'Anvar'
    ),
    (
        '10000000-0000-4000-8000-000000000002',
        '00000000-0000-4000-8000-00000000000a', '2', 'Barno'
    ),
    (
        '10000000-0000-4000-8000-000000000003',
        '00000000-0000-4000-8000-00000000000b', '3', 'Charos'
    );

insert into public.teachers (id, organization_id, code, full_name)
values
    (
        '20000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-00000000000a', '1', 'Gulnora'
    );

insert into public.user_rankings (user_id, organization_id, user_type)
select
    student.id,
    student.organization_id,
    'student'
from public.students as student
union all
select
    teacher.id,
    teacher.organization_id,
    'teacher'
from public.teachers as teacher;

insert into public.referral_campaigns (id, organization_id, name, code, starts_at)
values (
    '40000000-0000-4000-8000-000000000009',
    '00000000-0000-4000-8000-00000000000b',
    'Of the other',
    'OTHER',
    '2026-01-01 00:00+00'
);

insert into public.student_referrals (
    id,
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    deleted_at
)
values
    (
        '30000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-00000000000a',
        '10000000-0000-4000-8000-000000000001',
        'student', 'Somebody', '+998901234567', null
    ),
    (
        '30000000-0000-4000-8000-000000000002',
        '00000000-0000-4000-8000-00000000000a',
        '10000000-0000-4000-8000-000000000001',
        'student', 'Somebody', '+998901234567', now()
    );

-- test: No referral id is no referral.
-- error: RD001
select points.total_points from public.calculate_referral_points_optimized(null) as points;

-- test: The plain form says the same of no referral id.
-- error: RD001
select points.total_points from public.calculate_referral_points(null) as points;

-- test: A referral that does not exist is not found.
-- error: RD001
select points.total_points
from public.calculate_referral_points_optimized('3fffffff-0000-4000-8000-000000000001') as points;

-- test: The plain form does not find it either.
-- error: RD001
select points.total_points
from public.calculate_referral_points('3fffffff-0000-4000-8000-000000000001') as points;

-- test: A deleted referral is not found.
-- error: RD001
select points.total_points
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000002') as points;

-- test: The campaign of another organization is not found.
-- error: RD002
select points.total_points
from public.calculate_referral_points_optimized(
    '30000000-0000-4000-8000-000000000001',
    '40000000-0000-4000-8000-000000000009'
) as points;

-- test: The plain form does not find another organization's campaign either.
-- error: RD002
select points.total_points
from public.calculate_referral_points(
    '30000000-0000-4000-8000-000000000001',
    '40000000-0000-4000-8000-000000000009'
) as points;

-- test: A campaign that does not exist is not found.
-- error: RD002
select points.total_points
from public.calculate_referral_points_optimized(
    '30000000-0000-4000-8000-000000000001',
    '4fffffff-0000-4000-8000-000000000009'
) as points;

-- test: Base points are bounded, so that no award overflows.
-- error: 23514
update public.referral_campaigns set base_points = 100001;

-- test: Base points are not negative.
-- error: 23514
update public.referral_campaigns set base_points = -1;

-- test: A multiplier is at most 10.
-- error: 23514
update public.referral_campaigns set multiplier = 10.01;

-- test: Every code has a message and a hint, and each once.
select
    count(*) = 13 and count(distinct error.code) = 13 and count(distinct error.message) = 13
    and bool_and(error.code ~ '^RD[0-9]{3}$' and error.message <> '' and error.hint ~ '\.$')
from public.list_referral_errors() as error;

-- test: An error carries its code, and the data in its detail and not in its message.
do $$
declare
    v_message text;
    v_detail text;
    v_hint text;
begin
    perform public.calculate_referral_points_optimized('3fffffff-0000-4000-8000-000000000001');
exception
    when sqlstate 'RD001' then
        get stacked diagnostics
            v_message = message_text,
            v_detail = pg_exception_detail,
            v_hint = pg_exception_hint;
        create temporary table caught as
        select
            v_message as message,
            v_detail as detail,
            v_hint as hint;
end;
$$;
select
    caught.message = 'referral not found'
    and caught.detail = 'The referral is ''3fffffff-0000-4000-8000-000000000001''.'
    and caught.hint ~ '^Pass the id'
from caught;
