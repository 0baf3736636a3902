-- Anvar made the referrals 1 (pending), 2 and 3 (contacted), 4 (declined) and 8 (enrolled).
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
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid,
    ('00000000-0000-4000-8000-00000000000' || referral.organization)::uuid,
    (referral.referrer || '0000000-0000-4000-8000-00000000000' || referral.code)::uuid,
    case referral.referrer when 1 then 'student' else 'teacher' end,
    'Somebody',
    '+998901234567',
    referral.status
from (
    values
        (1, 'a', 1, 1, 'pending'),
        (2, 'a', 1, 1, 'contacted'),
        (3, 'a', 1, 1, 'contacted'),
        (4, 'a', 1, 1, 'declined'),
        (5, 'a', 1, 2, 'contacted'),
        (6, 'a', 2, 1, 'contacted'),
        (7, 'b', 1, 3, 'contacted'),
        (8, 'a', 1, 1, 'enrolled')
) as referral (number, organization, referrer, code, status);

-- test: A pending referral moves to contacted.
update public.student_referrals
set status = 'contacted'
where id = '30000000-0000-4000-8000-000000000001';
select referral.status = 'contacted' and referral.enrollment_date is null
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000001';

-- test: A contacted referral moves to declined, and nothing is awarded.
update public.student_referrals
set status = 'declined'
where id = '30000000-0000-4000-8000-000000000002';
select
    referral.status = 'declined'
    and referral.points_awarded = 0
    and referral.points_transaction_id is null
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000002';

-- test: A contacted referral moves to enrolled, dated today where its school is.
update public.organizations
set timezone = 'Pacific/Kiritimati'
where id = '00000000-0000-4000-8000-00000000000a';
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000002';
select
    referral.status = 'enrolled'
    and referral.enrollment_date = (now() at time zone 'Pacific/Kiritimati')::date
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000002';

-- test: An enrollment date that is given stays.
update public.student_referrals
set
    status = 'enrolled',
    enrollment_date = '2026-05-04'
where id = '30000000-0000-4000-8000-000000000002';
select referral.enrollment_date = '2026-05-04'
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000002';

-- test: A status may be set to what it is, whatever it is.
update public.student_referrals set status = status;
select count(*) = 8 from public.student_referrals;

-- test: A pending referral does not move to enrolled.
-- error: RD003
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000001';

-- test: A pending referral does not move to declined.
-- error: RD003
update public.student_referrals
set status = 'declined'
where id = '30000000-0000-4000-8000-000000000001';

-- test: A contacted referral does not move back to pending.
-- error: RD003
update public.student_referrals
set status = 'pending'
where id = '30000000-0000-4000-8000-000000000002';

-- test: No move leaves declined.
-- error: RD003
update public.student_referrals
set status = 'contacted'
where id = '30000000-0000-4000-8000-000000000004';

-- test: No move leaves enrolled.
-- error: RD003
update public.student_referrals
set
    status = 'declined',
    enrollment_date = null,
    points_awarded = 0,
    points_transaction_id = null
where id = '30000000-0000-4000-8000-000000000008';

-- test: A status that does not exist is not moved to.
-- error: RD003
update public.student_referrals
set status = 'lost'
where id = '30000000-0000-4000-8000-000000000001';

-- test: No status is not moved to.
-- error: RD003
update public.student_referrals
set status = null
where id = '30000000-0000-4000-8000-000000000001';

-- test: A deleted referral does not move.
-- error: RD003
update public.student_referrals
set deleted_at = now()
where id = '30000000-0000-4000-8000-000000000001';
update public.student_referrals
set status = 'contacted'
where id = '30000000-0000-4000-8000-000000000001';

-- test: One illegal move undoes the statement's legal ones.
do $$
begin
    update public.student_referrals
    set status = 'enrolled'
    where organization_id = '00000000-0000-4000-8000-00000000000a';
exception
    when sqlstate 'RD003' then null;
end;
$$;
select count(*) = 1
from public.student_referrals as referral
where referral.status = 'enrolled';

-- test: A referral does not change hands.
-- error: RD004
update public.student_referrals
set referrer_id = '10000000-0000-4000-8000-000000000002'
where id = '30000000-0000-4000-8000-000000000001';

-- test: A referral does not change schools.
-- error: RD004
update public.student_referrals
set
    organization_id = '00000000-0000-4000-8000-00000000000b',
    referrer_id = '10000000-0000-4000-8000-000000000003'
where id = '30000000-0000-4000-8000-000000000001';

-- test: An enrolled referral is not deleted.
-- error: RD005
delete from public.student_referrals
where id = '30000000-0000-4000-8000-000000000008';

-- test: An enrolled referral is not soft-deleted.
-- error: RD005
update public.student_referrals
set deleted_at = now()
where id = '30000000-0000-4000-8000-000000000008';

-- test: A program that writes every column as it was is not refused.
update public.student_referrals
set
    organization_id = organization_id,
    referrer_id = referrer_id,
    status = status,
    deleted_at = deleted_at;
select count(*) = 8 from public.student_referrals;
