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

-- test: The trigger is the one that only a status fires that changed without its award.
select
    pg_get_triggerdef(trigger.oid) = 'CREATE TRIGGER update_referral_metrics_optimized AFTER UPDATE'
    ' OF status ON public.student_referrals FOR EACH ROW WHEN (((old.status IS DISTINCT FROM'
    ' new.status) AND (new.points_transaction_id IS NULL))) EXECUTE FUNCTION'
    ' update_referral_ranking_optimized()'
from pg_trigger as trigger
where
    trigger.tgrelid = 'public.student_referrals'::regclass
    and trigger.tgname = 'update_referral_metrics_optimized';

-- test: The plain trigger is gone, its function has stayed.
select not exists (
    select from pg_trigger as trigger where trigger.tgname = 'update_referral_metrics'
);
select to_regprocedure('public.update_referral_ranking()') is not null;

-- test: An enrollment writes one ledger row, and the referral knows it.
-- Barno's first success, no campaign: 100 * 1.00 + 0 = 100.
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000005';
select count(*) = 1
from public.points_transactions as award
where award.reference_id = '30000000-0000-4000-8000-000000000005';
select
    award.user_id = '10000000-0000-4000-8000-000000000002'
    and award.organization_id = '00000000-0000-4000-8000-00000000000a'
    and award.transaction_type = 'earned'
    and award.points_amount = 100
    and award.coins_earned = 0
    and award.category = 'referral'
    and award.subcategory = 'successful_enrollment'
    and award.reference_type = 'student_referral'
    and award.awarded_by is null
    and referral.points_awarded = 100
from public.student_referrals as referral
inner join public.points_transactions as award
    on award.id = referral.points_transaction_id
where referral.id = '30000000-0000-4000-8000-000000000005';

-- test: An enrollment counts in the ranking.
-- Anvar: 5 referrals, 1 success before. Now 2 of 5: 40.00 percent, 100 + 100 points.
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000002';
select
    ranking.total_referrals = 5
    and ranking.successful_referrals = 2
    and ranking.referral_conversion_rate = 40.00
    and ranking.referral_points_earned = 200
    and ranking.total_points = 200
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: Other rankings are left alone.
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000002';
select
    bool_and(
        ranking.total_referrals = 1
        and ranking.successful_referrals = 0
        and ranking.referral_conversion_rate = 0.00
        and ranking.referral_points_earned = 0
    )
from public.user_rankings as ranking
where ranking.user_id <> '10000000-0000-4000-8000-000000000001';

-- test: Contacted and declined change no number.
update public.student_referrals
set status = case status when 'pending' then 'contacted' else 'declined' end
where status in ('pending', 'contacted');
select
    sum(ranking.successful_referrals) = 1
    and sum(ranking.referral_points_earned) = 100
    and sum(ranking.total_referrals) = 8
from public.user_rankings as ranking;

-- test: Writing the referral again awards nothing again.
update public.student_referrals
set
    status = 'enrolled',
    contact_notes = 'again'
where id = '30000000-0000-4000-8000-000000000008';
select count(*) = 1 and sum(award.points_amount) = 100
from public.points_transactions as award
where award.reference_id = '30000000-0000-4000-8000-000000000008';
select ranking.successful_referrals = 1 and ranking.referral_points_earned = 100
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: The ledger itself takes no second award of a referral.
-- error: 23505
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
    'earned',
    100,
    'referral',
    'student_referral',
    '30000000-0000-4000-8000-000000000008'
);

-- test: One statement may enroll referrals of several referrers and schools.
-- Referrals 2, 3 of Anvar; 5, 6 and 7 of one referrer each; all of them 100.
update public.student_referrals set status = 'enrolled' where status = 'contacted';
select
    array_agg(
        array[ranking.successful_referrals, ranking.referral_points_earned]
        order by ranking.user_id
    ) = '{{3,300},{1,100},{1,100},{1,100}}'
from public.user_rankings as ranking;

-- test: The tier bonus grows within one statement.
-- Anvar has 1 success; 10 more in one statement: the successes 2 to 5 bring 100 each, 6 to 10
-- 125 each, 11 brings 150: 4 * 100 + 5 * 125 + 150 = 1175, and 100 from before.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status
)
select
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    'Somebody',
    '+998901234567',
    'contacted'
from generate_series(1, 8);
update public.student_referrals
set status = 'enrolled'
where
    referrer_id = '10000000-0000-4000-8000-000000000001'
    and status = 'contacted';
select
    ranking.successful_referrals = 11
    and ranking.referral_points_earned = 1275
    and ranking.total_points = 1275
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000001';

-- test: A referral that is entered as enrolled is awarded as one that becomes enrolled.
-- Two at once for Barno: 100 + 100; then 2 successes of 3 referrals: 66.67 percent.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone,
    status
)
select
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000002',
    'student',
    'Somebody',
    '+998901234567',
    'enrolled'
from generate_series(1, 2);
select
    ranking.total_referrals = 3
    and ranking.successful_referrals = 2
    and ranking.referral_conversion_rate = 66.67
    and ranking.referral_points_earned = 200
from public.user_rankings as ranking
where ranking.user_id = '10000000-0000-4000-8000-000000000002';
select count(*) = 2 and bool_and(referral.enrollment_date = (now() at time zone 'UTC')::date)
from public.student_referrals as referral
where
    referral.referrer_id = '10000000-0000-4000-8000-000000000002'
    and referral.points_transaction_id is not null;

-- test: An award that comes to nothing is an award: one ledger row, one success.
-- 0 * 1.00 + 0 = 0.
insert into public.referral_campaigns (
    id,
    organization_id,
    name,
    code,
    starts_at,
    base_points
)
values (
    '40000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'For honour',
    'HONOUR',
    '2026-01-01 00:00+00',
    0
);
update public.student_referrals
set campaign_id = '40000000-0000-4000-8000-000000000001'
where id = '30000000-0000-4000-8000-000000000005';
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000005';
select
    referral.points_awarded = 0
    and referral.points_transaction_id is not null
    and ranking.successful_referrals = 1
    and ranking.referral_points_earned = 0
from public.student_referrals as referral
inner join public.user_rankings as ranking
    on ranking.user_id = referral.referrer_id
where referral.id = '30000000-0000-4000-8000-000000000005';
select count(*) = 1 and sum(award.points_amount) = 0
from public.points_transactions as award
where award.reference_id = '30000000-0000-4000-8000-000000000005';

-- test: A campaign's cap holds within one statement.
-- 300 points for the first 2. Referral 8 has its 100 from before it counted for the campaign, and
-- uses the cap up all the same; so of the 3 that are enrolled at once one gets 300, two get 100.
insert into public.referral_campaigns (
    id,
    organization_id,
    name,
    code,
    starts_at,
    base_points,
    max_referrals
)
values (
    '40000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'First two',
    'FIRST',
    '2026-01-01 00:00+00',
    300,
    2
);
update public.student_referrals
set campaign_id = '40000000-0000-4000-8000-000000000001'
where
    organization_id = '00000000-0000-4000-8000-00000000000a'
    and id <> '30000000-0000-4000-8000-000000000006';
update public.student_referrals
set status = 'enrolled'
where
    campaign_id = '40000000-0000-4000-8000-000000000001'
    and status = 'contacted';
select array_agg(referral.points_awarded order by referral.points_awarded) = '{100,100,100,300}'
from public.student_referrals as referral
where
    referral.campaign_id = '40000000-0000-4000-8000-000000000001'
    and referral.status = 'enrolled';

-- test: An award is what the referral was said to be worth, half a point rounded up.
-- 33 * 1.50 = 49.5, rounded 50.
insert into public.referral_campaigns (
    id,
    organization_id,
    name,
    code,
    starts_at,
    base_points,
    multiplier
)
values (
    '40000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'Half a point',
    'HALF',
    '2026-01-01 00:00+00',
    33,
    1.50
);
update public.student_referrals
set campaign_id = '40000000-0000-4000-8000-000000000001'
where id = '30000000-0000-4000-8000-000000000005';
select points.total_points = 50
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000005') as points;
update public.student_referrals
set status = 'enrolled'
where id = '30000000-0000-4000-8000-000000000005';
select referral.points_awarded = 50
from public.student_referrals as referral
where referral.id = '30000000-0000-4000-8000-000000000005';
