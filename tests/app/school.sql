-- A school of 12 students and a teacher: number 1 to 4 have enrolled as many, 5 to 8 as many as one of
-- them, so that places are shared; 9 has referred and enrolled nobody. Each has a contacted one more.
insert into public.organizations (id, name, slug, timezone)
values ($SCHOOL$, 'School $LETTER$', $SCHOOL$::text, 'UTC');

insert into public.profiles (id, organization_id, full_name, email, role)
values (md5('admin $LETTER$')::uuid, $SCHOOL$, 'Admin', '$LETTER$@school.example', 'admin');

insert into public.students (id, organization_id, code, full_name, phone)
select md5('$LETTER$ ' || number)::uuid, $SCHOOL$, 'S' || number, '$LETTER$ ' || number, '+998901234567'
from generate_series(1, 12) as number;

insert into public.teachers (id, organization_id, code, full_name)
values (md5('$LETTER$ teacher')::uuid, $SCHOOL$, 'T1', '$LETTER$ teacher');

insert into public.user_rankings (user_id, organization_id, user_type)
select md5('$LETTER$ ' || number)::uuid, $SCHOOL$, 'student'
from generate_series(1, 11) as number
union all
select md5('$LETTER$ teacher')::uuid, $SCHOOL$, 'teacher';

insert into public.referral_campaigns (id, organization_id, name, code, starts_at)
values (md5('$LETTER$ campaign')::uuid, $SCHOOL$, '$LETTER$', 'SPRING', '2020-01-01');

insert into public.student_referrals (
    id, organization_id, referrer_id, referrer_type, referred_student_name, referred_student_phone,
    status, created_at
)
select
    md5('$LETTER$ ' || number || ' ' || place)::uuid, $SCHOOL$, md5('$LETTER$ ' || number)::uuid,
    'student', '$LETTER$ somebody', '+998901234567', 'contacted', '2026-01-01'
from generate_series(1, 9) as number
cross join generate_series(0, (number - 1) % 4 + 1) as place;

insert into public.student_referrals (
    id, organization_id, referrer_id, referrer_type, referred_student_name, referred_student_phone,
    status
)
values (
    md5('$LETTER$ teacher 1')::uuid, $SCHOOL$, md5('$LETTER$ teacher')::uuid, 'teacher',
    '$LETTER$ somebody', '+998901234567', 'contacted'
);

update public.student_referrals
set status = 'enrolled'
where
    organization_id = $SCHOOL$
    and referrer_id <> md5('$LETTER$ 9')::uuid
    and id not in (select md5('$LETTER$ ' || number || ' 0')::uuid from generate_series(1, 9) as number);
