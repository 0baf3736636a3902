-- why: Every organization rewards the same milestones of a referrer.
-- depends: 0010_create_referral_outbox

-- Shared rows: organization_id is null, and an organization adds its own beside them. Their ids
-- are fixed, so that what was earned can be carried from one database to another.
insert into public.achievements (
    id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    coins_reward,
    requirements,
    is_recurring
)
values
    (
        '7b1c686a-7200-430f-8d50-118c2f0f438e',
        'first_referral',
        'First referral',
        'Recommend the school to somebody for the first time.',
        'referral',
        'both',
        'bronze',
        25,
        '{"total_referrals": 1}',
        false
    ),
    (
        '15607559-5932-40b8-b56d-cfb485328b07',
        'referral_ambassador',
        'Referral ambassador',
        'Lead 5 people to an enrollment.',
        'referral',
        'both',
        'silver',
        100,
        '{"successful_referrals": 5}',
        false
    ),
    (
        '42bded2b-f03d-4186-87f2-977df2d87128',
        'referral_master',
        'Referral master',
        'Lead 10 people to an enrollment.',
        'referral',
        'both',
        'gold',
        250,
        '{"successful_referrals": 10}',
        false
    ),
    (
        '9f5b37d2-0431-4699-b7df-3d74edc6f81d',
        'teacher_mentor',
        'Teacher mentor',
        'As a teacher, lead 3 people to an enrollment.',
        'referral',
        'teacher',
        'gold',
        75,
        '{"successful_referrals": 3}',
        false
    ),
    (
        'a28a07ae-d72b-4803-a235-700653d0ce03',
        'monthly_referrer',
        'Monthly referrer',
        'Lead 3 people to an enrollment in one month; can be earned every month.',
        'referral',
        'both',
        'bronze',
        50,
        '{"successful_referrals_in_month": 3}',
        true
    ),
    (
        '6231ac5e-88f7-4944-b8f7-f993f39e5a3c',
        'referral_streak',
        'Referral streak',
        'Recommend somebody in 3 months in a row.',
        'referral',
        'both',
        'silver',
        75,
        '{"consecutive_referral_months": 3}',
        false
    ),
    (
        '7ea37ba6-b54a-40f7-a60d-e59a4ca66f50',
        'quality_referrer',
        'Quality referrer',
        'Reach a conversion rate of 80 percent with 5 or more referrals.',
        'referral',
        'both',
        'gold',
        150,
        '{"referral_conversion_rate": 80, "total_referrals": 5}',
        false
    );
