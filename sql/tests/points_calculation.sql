-- Anvar and Barno are students of the first school, Charos of the second. Ids end in the number
-- that the comments use: referrals begin with 3, campaigns with 4.
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

insert into public.referral_campaigns (
    id,
    organization_id,
    name,
    code,
    starts_at,
    ends_at,
    base_points,
    multiplier,
    max_referrals,
    is_active
)
select
    ('40000000-0000-4000-8000-00000000000' || campaign.number)::uuid,
    ('00000000-0000-4000-8000-00000000000' || campaign.organization)::uuid,
    campaign.name,
    'CODE-' || campaign.number,
    campaign.starts_at::timestamptz,
    campaign.ends_at::timestamptz,
    campaign.base_points,
    campaign.multiplier,
    campaign.max_referrals,
    campaign.is_active
from (
    values
        (1, 'a', 'Spring', '2026-03-01 00:00+00', '2026-06-01 00:00+00', 150, 1.50, null, true),
        (2, 'a', 'For Barno', '2026-01-01 00:00+00', null, 100, 2.00, null, true),
        (3, 'a', 'First two', '2026-01-01 00:00+00', null, 200, 1.25, 2, true),
        (4, 'a', 'Half a point', '2026-01-01 00:00+00', null, 33, 1.50, null, true),
        (5, 'a', 'Switched off', '2026-01-01 00:00+00', null, 500, 10.00, null, false),
        (6, 'a', 'For honour', '2026-01-01 00:00+00', null, 0, 3.00, null, true),
        (7, 'a', 'The most', '2026-01-01 00:00+00', null, 100000, 10.00, null, true),
        (9, 'b', 'Of the other', '2026-01-01 00:00+00', null, 300, 1.00, null, true)
) as campaign (
    number,
    organization,
    name,
    starts_at,
    ends_at,
    base_points,
    multiplier,
    max_referrals,
    is_active
);

insert into public.referral_campaign_participants (campaign_id, organization_id, user_id)
values (
    '40000000-0000-4000-8000-000000000002',
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000002'
);

insert into public.student_referrals (
    id,
    organization_id,
    referrer_id,
    referrer_type,
    campaign_id,
    referred_student_name,
    referred_student_phone,
    created_at
)
select
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid,
    '00000000-0000-4000-8000-00000000000a',
    ('10000000-0000-4000-8000-00000000000' || referral.referrer)::uuid,
    'student',
    ('40000000-0000-4000-8000-00000000000' || referral.campaign)::uuid,
    'Somebody',
    '+998901234567',
    referral.created_at::timestamptz
from (
    values
        (1, 1, null, '2026-04-01 00:00+00'),
        (2, 1, 1, '2026-04-01 00:00+00'),
        (3, 1, 1, '2026-02-28 23:59:59+00'),
        (4, 1, 1, '2026-03-01 00:00+00'),
        (5, 1, 1, '2026-06-01 00:00+00'),
        (6, 1, 2, '2026-04-01 00:00+00'),
        (7, 2, 2, '2026-04-01 00:00+00'),
        (8, 2, 3, '2026-04-01 00:00+00'),
        (9, 1, 3, '2026-04-01 00:00+00')
) as referral (number, referrer, campaign, created_at);

-- test: Without a campaign a referral is worth 100 points.
-- 100 * 1.00 + 0 = 100.
select
    points.base_points = 100 and points.campaign_multiplier = 1.00
    and points.tier_bonus = 0 and points.total_points = 100
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000001') as points;

-- test: In its campaign a referral is worth the campaign's points times its multiplier.
-- 150 * 1.50 = 225.
select
    points.base_points = 150 and points.campaign_multiplier = 1.50
    and points.tier_bonus = 0 and points.total_points = 225
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000002') as points;

-- test: A campaign's period begins with its first moment and is over at its last.
-- Before: 100. At the start: 150 * 1.50 = 225. At the end: 100.
select array_agg(points.total_points order by referral.number) = '{100,225,100}'
from (values (3), (4), (5)) as referral (number)
cross join lateral public.calculate_referral_points_optimized(
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid
) as points;

-- test: A campaign with participants counts for them and for nobody else.
-- Anvar does not take part: 100. Barno does: 100 * 2.00 = 200.
select array_agg(points.total_points order by referral.number) = '{100,200}'
from (values (6), (7)) as referral (number)
cross join lateral public.calculate_referral_points_optimized(
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid
) as points;

-- test: A campaign that is given goes before the referral's own.
-- 33 * 1.50 = 49.5, rounded 50, instead of 225.
select points.total_points = 50
from public.calculate_referral_points_optimized(
    '30000000-0000-4000-8000-000000000002',
    '40000000-0000-4000-8000-000000000004'
) as points;

-- test: A campaign that is switched off is worth what no campaign is.
select points.base_points = 100 and points.campaign_multiplier = 1.00 and points.total_points = 100
from public.calculate_referral_points_optimized(
    '30000000-0000-4000-8000-000000000001',
    '40000000-0000-4000-8000-000000000005'
) as points;

-- test: A campaign may give no points at all.
-- 0 * 3.00 = 0.
select points.base_points = 0 and points.campaign_multiplier = 3.00 and points.total_points = 0
from public.calculate_referral_points_optimized(
    '30000000-0000-4000-8000-000000000001',
    '40000000-0000-4000-8000-000000000006'
) as points;

-- test: The largest campaign that may exist is still an integer.
-- 100000 * 10.00 = 1000000.
select points.total_points = 1000000
from public.calculate_referral_points_optimized(
    '30000000-0000-4000-8000-000000000001',
    '40000000-0000-4000-8000-000000000007'
) as points;

-- test: The third referral of a campaign that awards two is worth what no campaign is.
-- Two others are awarded: 2 of 2 are used up. Before: 200 * 1.25 = 250; after: 100.
select points.total_points = 250
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000008') as points;
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    campaign_id,
    referred_student_name,
    referred_student_phone,
    status
)
select
    '00000000-0000-4000-8000-00000000000a',
    '10000000-0000-4000-8000-000000000001',
    'student',
    '40000000-0000-4000-8000-000000000003',
    'Somebody',
    '+998901234567',
    'enrolled'
from generate_series(1, 2);
select points.base_points = 100 and points.campaign_multiplier = 1.00 and points.total_points = 100
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000008') as points;

-- test: Referrals of the campaign that are not enrolled do not use its cap up.
-- Referrals 8 and 9 are both of campaign 3, pending: 200 * 1.25 = 250 each.
select bool_and(points.total_points = 250)
from (values (8), (9)) as referral (number)
cross join lateral public.calculate_referral_points_optimized(
    ('30000000-0000-4000-8000-00000000000' || referral.number)::uuid
) as points;

-- test: The tier bonus is 0 up to 4 earlier successes, 25 from 5, 50 from 10.
select
    array_agg(public.get_referral_tier_bonus(tier.successes) order by tier.successes)
    = '{0,0,25,25,50,50}'
from (values (0), (4), (5), (9), (10), (1000)) as tier (successes);

-- test: The referrer's successes raise the points, other referrers' do not.
-- Anvar has 5 earlier successes: 150 * 1.50 + 25 = 250. Barno has none: 100 * 2.00 + 0 = 200.
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
    'enrolled'
from generate_series(1, 5);
select points.tier_bonus = 25 and points.total_points = 250
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000002') as points;
select points.tier_bonus = 0 and points.total_points = 200
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000007') as points;

-- test: A referral that has its award is priced as if it had not.
-- Anvar has 5 successes: each of them has 4 others, so 100 + 0. A sixth has 5: 100 + 25.
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
    'enrolled'
from generate_series(1, 5) as number;
select bool_and(points.total_points = 100)
from generate_series(1, 5) as number
cross join lateral public.calculate_referral_points_optimized(
    ('31000000-0000-4000-8000-00000000000' || number)::uuid
) as points;
select points.total_points = 125
from public.calculate_referral_points_optimized('30000000-0000-4000-8000-000000000001') as points;

-- test: The plain form prices each referral under each campaign as the optimized form does.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    campaign_id,
    referred_student_name,
    referred_student_phone,
    status,
    created_at
)
select
    '00000000-0000-4000-8000-00000000000a',
    ('10000000-0000-4000-8000-00000000000' || 1 + number % 2)::uuid,
    'student',
    ('40000000-0000-4000-8000-00000000000' || nullif(number % 5, 0))::uuid,
    'Somebody',
    '+998901234567',
    case when number % 3 = 0 then 'enrolled' else 'pending' end,
    '2026-02-01 00:00+00'::timestamptz + number * interval '4 days'
from generate_series(1, 40) as number;
select count(*) = 49 * 8 and bool_and(plain is not distinct from optimized)
from public.student_referrals as referral
cross join (
    select campaign.id
    from public.referral_campaigns as campaign
    where campaign.organization_id = '00000000-0000-4000-8000-00000000000a'
    union all
    select null
) as campaign
cross join lateral public.calculate_referral_points(referral.id, campaign.id) as plain
cross join lateral public.calculate_referral_points_optimized(referral.id, campaign.id)
    as optimized;
