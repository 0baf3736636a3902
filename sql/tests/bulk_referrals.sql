-- Anvar made the referrals 1 (pending), 2 and 3 (contacted), 4 (declined) and 8 (enrolled, and so
-- awarded already); Barno made 5, the teacher Gulnora 6, Charos of the second school 7 (contacted).
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

create function pg_temp.process(p_numbers text)
returns text
language sql
as $$
    select format('%s processed, %s failed', result.processed, result.failed)
    from public.bulk_process_referrals(
        array(
            select ('30000000-0000-4000-8000-00000000000' || number)::uuid
            from regexp_split_to_table(p_numbers, ' ') as number
        )
    ) as result
$$;

-- test: Contacted referrals of several referrers are enrolled and awarded in one call.
-- Anvar: 100 from before, and twice 100. Barno and Gulnora: 100 each.
select pg_temp.process('2 3 5 6') = '4 processed, 0 failed';
select
    count(*) = 5
    and bool_and(
        referral.points_awarded = 100
        and referral.points_transaction_id is not null
        and referral.enrollment_date = (now() at time zone 'UTC')::date
    )
from public.student_referrals as referral
where referral.status = 'enrolled';
select
    array_agg(
        array[
            ranking.total_referrals,
            ranking.successful_referrals,
            ranking.referral_points_earned,
            ranking.total_points
        ]
        order by ranking.user_id
    ) = '{{5,3,300,300},{1,1,100,100},{1,0,0,0},{1,1,100,100}}'
from public.user_rankings as ranking;
select
    array_agg(ranking.referral_conversion_rate order by ranking.user_id)
    = '{60.00,100.00,0.00,100.00}'
from public.user_rankings as ranking;

-- test: A bad id fails alone.
-- Failed: 1 is pending, 4 is declined, 9 does not exist. Processed: 2 and 5.
select pg_temp.process('1 2 4 5 9') = '2 processed, 3 failed';
select
    array_agg(referral.status order by referral.id)
    = '{pending,enrolled,contacted,declined,enrolled,contacted,contacted,enrolled}'
from public.student_referrals as referral;

-- test: A referral that has its award is processed, and not awarded again.
select pg_temp.process('8') = '1 processed, 0 failed';
select pg_temp.process('2 8') = '2 processed, 0 failed';
select pg_temp.process('2 8') = '2 processed, 0 failed';
select count(*) = 2 and sum(award.points_amount) = 200
from public.points_transactions as award
where award.category = 'referral';

-- test: An id that is given twice counts once.
select pg_temp.process('2 2 2 9 9') = '1 processed, 1 failed';

-- test: A null among the ids is one failure.
select result.processed = 1 and result.failed = 1
from public.bulk_process_referrals(
    array[null, '30000000-0000-4000-8000-000000000002', null]::uuid[]
) as result;

-- test: A deleted referral fails.
update public.student_referrals
set deleted_at = now()
where id = '30000000-0000-4000-8000-000000000002';
select pg_temp.process('2 3') = '1 processed, 1 failed';

-- test: No ids at all are nothing to do.
select result.processed = 0 and result.failed = 0 and result.total_time_ms >= 0
from public.bulk_process_referrals('{}') as result;

-- test: Without an array there is nothing to process.
-- error: RD010
select result.processed from public.bulk_process_referrals(null) as result;

-- test: The plain form says the same without an array.
-- error: RD010
select result.processed from public.process_referrals(null) as result;

-- test: Ten thousand ids are taken, unknown ones failed.
select result.processed = 1 and result.failed = 9999
from public.bulk_process_referrals(
    array(
        select md5(number::text)::uuid
        from generate_series(1, 9999) as number
    ) || '30000000-0000-4000-8000-000000000002'::uuid
) as result;

-- test: More than ten thousand ids are refused as a whole.
-- error: RD010
select result.processed
from public.bulk_process_referrals(
    array(
        select md5(number::text)::uuid
        from generate_series(1, 10001) as number
    )
) as result;

-- test: The tier bonus grows along the ids of one call.
-- Anvar has 1 success. Ten more: the successes 2 to 5 bring 100, 6 to 10 bring 125, the 11th 150:
-- 4 * 100 + 5 * 125 + 150 = 1175, and 100 from before.
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
    ('31000000-0000-4000-8000-00000000000' || number)::uuid,
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    'Somebody',
    '+998901234567',
    'contacted'
from generate_series(0, 9) as number;
select result.processed = 10 and result.failed = 0
from public.bulk_process_referrals(
    array(
        select referral.id
        from public.student_referrals as referral
        where referral.id::text ~ '^31'
        order by referral.id desc
    )
) as result;
select
    array_agg(referral.points_awarded order by referral.id)
    = '{100,100,100,100,125,125,125,125,125,150}'
from public.student_referrals as referral
where referral.id::text ~ '^31';
select ranking.referral_points_earned = 1275 and ranking.successful_referrals = 11
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A campaign's cap goes to the first ids of the call.
-- 300 * 1.50 = 450 for the first two ids, 100 for the third.
insert into public.referral_campaigns (
    id,
    organization_id,
    name,
    code,
    starts_at,
    base_points,
    multiplier,
    max_referrals
)
values (
    '40000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'First two',
    'FIRST',
    '2026-01-01 00:00+00',
    300,
    1.50,
    2
);
update public.student_referrals
set campaign_id = '40000000-0000-4000-8000-000000000001'
where
    organization_id = '00000000-0000-4000-8000-00000000000a'
    and status = 'contacted'
    and id <> '30000000-0000-4000-8000-000000000006';
select pg_temp.process('5 3 2') = '3 processed, 0 failed';
select array_agg(referral.points_awarded order by referral.id) = '{450,450,100}'
from public.student_referrals as referral
where referral.campaign_id is not null;

-- test: A referral whose award the ledger has already fails alone, and leaves nothing half done.
insert into public.points_transactions (
    organization_id,
    user_id,
    transaction_type,
    points_amount,
    category,
    reference_type,
    reference_id
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'bonus',
    10,
    'referral',
    'student_referral',
    '30000000-0000-4000-8000-000000000003'
);
select pg_temp.process('2 3 5') = '2 processed, 1 failed';
select referral.status = 'contacted' and referral.points_awarded = 0
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000003';
select ranking.successful_referrals = 2 and ranking.referral_points_earned = 200
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A referral that was loaded as enrolled, without triggers, gets the award that it lacks.
-- Loaded and counted neither as referral nor as success: the ranking is told of the referral first.
set local session_replication_role = replica;
insert into public.student_referrals (
    id,
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status,
    enrollment_date
)
values (
    '30000000-0000-4000-8000-000000000009',
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000002',
    'student',
    'Somebody',
    '+998901234567',
    'enrolled',
    '2026-05-04'
);
update public.user_rankings
set total_referrals = 2
where user_id = '10000000-0000-4000-8000-000000000002';
set local session_replication_role = origin;
select pg_temp.process('9') = '1 processed, 0 failed';
select referral.enrollment_date = '2026-05-04' and referral.points_awarded = 100
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000009';
select ranking.successful_referrals = 1 and ranking.referral_conversion_rate = 50.00
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000002';

-- test: The plain form counts the same processed and failed.
create temporary table requested as
select
    array(
        select ('30000000-0000-4000-8000-00000000000' || number)::uuid
        from generate_series(1, 9) as number
    ) || null::uuid as ids;
savepoint before_the_plain_form;
select result.processed = 6 and result.failed = 4
from requested
cross join lateral public.process_referrals(requested.ids) as result;
rollback to savepoint before_the_plain_form;
select result.processed = 6 and result.failed = 4
from requested
cross join lateral public.bulk_process_referrals(requested.ids) as result;
