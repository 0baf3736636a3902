-- why: Every organization rewards the same milestones of a referrer.
-- depends: 0010_create_referral_outbox

-- Shared rows: organization_id is null. An organization adds its own beside them.
insert into public.achievements (
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
