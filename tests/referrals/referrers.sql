-- A school with 40 students, each of whom has made ten referrals that are contacted.
insert into public.organizations (id, name, slug, timezone)
values ('aaaaaaaa-0000-4000-8000-000000000001', 'School', 'school', 'UTC');

insert into public.students (id, organization_id, code, full_name)
select
    md5('student ' || number)::uuid,
    'aaaaaaaa-0000-4000-8000-000000000001',
    'S' || number,
    'Student ' || number
from generate_series(1, 40) as number;

insert into public.user_rankings (user_id, organization_id, user_type)
select
    student.id,
    student.organization_id,
    'student'
from public.students as student;

insert into public.student_referrals (
    id,
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status
)
select
    md5('referral ' || student.number || ' ' || referral.number)::uuid,
    'aaaaaaaa-0000-4000-8000-000000000001',
    md5('student ' || student.number)::uuid,
    'student',
    'Somebody',
    '+998901234567',
    'contacted'
from generate_series(1, 40) as student (number)
cross join generate_series(1, 10) as referral (number);
