-- Anvar made the referrals 1 (pending), 2 and 3 (contacted), 4 (declined) and 8 (enrolled): 5 with
-- 1 success, 20.00 percent. Barno made 5, Gulnora 6, Charos of the second school 7.
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

-- test: Entered referrals count at once, whatever their status.
-- Anvar: 1 of 5 is 20.00 percent. The others: 0 of 1 is 0.00 percent.
select
    array_agg(ranking.total_referrals order by ranking.user_id) = '{5,1,1,1}'
    and array_agg(ranking.referral_conversion_rate order by ranking.user_id)
    = '{20.00,0.00,0.00,0.00}'
from public.user_rankings as ranking;

-- test: One referral more is one more.
-- 1 of 6: 16.67 percent.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    'Somebody',
    '+998901234567'
);
select ranking.total_referrals = 6 and ranking.referral_conversion_rate = 16.67
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A referral that is entered as deleted does not count.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    deleted_at
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    'Somebody',
    '+998901234567',
    now()
);
select ranking.total_referrals = 5
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: Deleted referrals count no more, and without any left there is no rate.
-- Anvar keeps 8 alone: 1 of 1 is 100.00 percent.
delete from public.student_referrals where status <> 'enrolled';
select
    array_agg(ranking.total_referrals order by ranking.user_id) = '{1,0,0,0}'
    and array_agg(ranking.referral_conversion_rate order by ranking.user_id)
    = '{100.00,null,null,null}'
from public.user_rankings as ranking;

-- test: A soft-deleted referral counts no more.
-- 1 of 4: 25.00 percent.
update public.student_referrals
set deleted_at = now()
where id = '30000000-0000-4000-8000-000000000004';
select ranking.total_referrals = 4 and ranking.referral_conversion_rate = 25.00
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A restored referral counts again, and once.
update public.student_referrals
set deleted_at = now()
where id = '30000000-0000-4000-8000-000000000004';
update public.student_referrals
set deleted_at = now() - interval '1 day'
where id = '30000000-0000-4000-8000-000000000004';
update public.student_referrals
set deleted_at = null
where id = '30000000-0000-4000-8000-000000000004';
select ranking.total_referrals = 5 and ranking.referral_conversion_rate = 20.00
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: Deleting a soft-deleted referral changes no total.
update public.student_referrals
set deleted_at = now()
where id = '30000000-0000-4000-8000-000000000004';
delete from public.student_referrals
where id = '30000000-0000-4000-8000-000000000004';
select ranking.total_referrals = 4
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A statement that enters nothing changes nothing.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
select
    referral.organization_id,
    referral.referrer_id,
    referral.referrer_type,
    referral.referred_student_name,
    referral.referred_student_phone
from public.student_referrals as referral
where referral.status = 'lost';
select sum(ranking.total_referrals) = 8
from public.user_rankings as ranking;

-- test: A new referral leaves the indexes of its referrer's ranking alone.
create temporary table earlier as
select
    pg_stat_get_xact_tuples_updated('public.user_rankings'::regclass) as updates,
    pg_stat_get_xact_tuples_hot_updated('public.user_rankings'::regclass) as hot_updates;
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    'Somebody',
    '+998901234567'
);
select
    pg_stat_get_xact_tuples_updated('public.user_rankings'::regclass) = earlier.updates + 1
    and pg_stat_get_xact_tuples_hot_updated('public.user_rankings'::regclass)
    = earlier.hot_updates + 1
from earlier;
