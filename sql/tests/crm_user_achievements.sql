-- allow: style/LT09 one target that does not fit beside its select

-- Anvar, a student, has 150 points on level 1 and 3 referrals, 2 of them successful; Gulnora is a
-- teacher without any. Anvar earned the recurring achievement for two months.
insert into public.organizations (id, name, slug)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first'),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second');

insert into public.students (
    id,
    organization_id,
    code,
    full_name
)
select
    ('10000000-0000-4000-8000-00000000000' || student.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || student.organization)::uuid,
    student.code,
    student.full_name
from (
    values
        ('1', 'a', 'Anvar')
) as student (code, organization, full_name);

insert into public.teachers (
    id,
    organization_id,
    code,
    full_name
)
select
    ('20000000-0000-4000-8000-00000000000' || teacher.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || teacher.organization)::uuid,
    teacher.code,
    teacher.full_name
from (
    values
        ('1', 'a', 'Gulnora')
) as teacher (code, organization, full_name);

insert into public.user_rankings (
    user_id,
    organization_id,
    user_type,
    total_points,
    total_referrals,
    successful_referrals,
    referral_conversion_rate
)
select
    (ranking.kind || '0000000-0000-4000-8000-00000000000' || ranking.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || ranking.organization)::uuid,
    case ranking.kind when '1' then 'student' else 'teacher' end,
    ranking.total_points,
    ranking.total_referrals,
    ranking.successful_referrals,
    ranking.referral_conversion_rate
from (
    values
        ('1', '1', 'a', 150, 3, 2, 66.67),
        ('2', '1', 'a', 0, 0, 0, null)
) as ranking (
    kind,
    code,
    organization,
    total_points,
    total_referrals,
    successful_referrals,
    referral_conversion_rate
);

insert into public.achievements (
    id,
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements,
    is_recurring,
    is_active
)
select
    ('30000000-0000-4000-8000-00000000000' || achievement.number)::uuid,
    ('00000000-0000-4000-8000-00000000000' || achievement.organization)::uuid,
    achievement.code,
    achievement.code,
    achievement.code,
    'homework',
    'student',
    'bronze',
    achievement.requirements::jsonb,
    achievement.is_recurring,
    achievement.is_active
from (
    values
        (1, 'a', 'century', '{"total_points": 100}', false, true),
        (2, 'a', 'climber', '{"total_points": 600, "current_level": 3}', false, true),
        (3, 'a', 'mystery', '{"moon_phase": 1}', true, true),
        (4, 'a', 'retired', '{"total_points": 1}', false, false),
        (5, 'b', 'foreign', '{"total_points": 1}', false, true)
) as achievement (number, organization, code, requirements, is_recurring, is_active);

insert into public.student_achievements (
    user_id,
    organization_id,
    achievement_id,
    period,
    earned_at
)
select
    '10000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    '30000000-0000-4000-8000-000000000003',
    earned.period,
    earned.earned_at::timestamptz
from (
    values
        ('2026-04', '2026-04-30 08:00:00+00'),
        ('2026-05', '2026-05-31 08:00:00+00')
) as earned (period, earned_at);

-- test: Progress is that of the requirement which is furthest off, in whole percent, at most 100.
select
    -- 150 of 100 points.
    max(achievement.progress_percent) filter (where achievement.code = 'century') = 100 as century,
    -- 150 of 600 points are 25 percent, level 1 of 3 would be 33.
    max(achievement.progress_percent) filter (where achievement.code = 'climber') = 25 as climber,
    bool_and(achievement.is_met = (achievement.code = 'century')) as met
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.category = 'homework';

-- test: A metric that the referrals added to the ranking counts.
select
    -- 1 of 1 referral; 2 of 5 and of 10 successes; 66.67 of 80 percent, but 3 of 5 referrals.
    jsonb_object_agg(achievement.code, achievement.progress_percent) @> '{
        "first_referral": 100,
        "referral_ambassador": 40,
        "referral_master": 20,
        "quality_referrer": 60
    }'
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement;

-- test: Every number that a ranking holds is a metric: a column added to it is added to the
--   function.
do $$
declare
    v_metric text;
begin
    for v_metric in
        select attribute.attname
        from pg_catalog.pg_attribute as attribute
        where
            attribute.attrelid = 'public.user_rankings'::regclass
            and attribute.attnum > 0
            and not attribute.attisdropped
            and attribute.atttypid in (
                'smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype,
                'real'::regtype, 'double precision'::regtype
            )
    loop
        insert into public.achievements (
            code, name, description, category, target_user_type, badge_color, requirements
        )
        values (
            v_metric, v_metric, v_metric, 'numbers', 'both', 'bronze',
            jsonb_build_object(v_metric, 4)
        );
        -- The referrals first: no more successes than referrals.
        update public.user_rankings set total_referrals = 3;
        execute format('update public.user_rankings set %I = 3', v_metric);
    end loop;
end;
$$;
select
    count(*) >= 9 as all_of_them,
    bool_and(achievement.progress_percent = 75) as progress
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.category = 'numbers';

-- test: A number that is not known yet counts as 0.
update public.user_rankings set current_rank = null, referral_conversion_rate = null;
update public.achievements
set requirements = '{"current_rank": 1}'
where code = 'century';
select bool_and(achievement.progress_percent = 0)
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.code in ('century', 'quality_referrer');

-- test: Half a percent is not a percent, and a requirement need not be whole.
update public.achievements
set requirements = '{"total_points": 400.5}'
where code = 'century';
select achievement.progress_percent = 37
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.code = 'century';

-- test: A metric that the ranking does not hold counts as 0.
select
    achievement.progress_percent = 0 as progress,
    not achievement.is_met as met
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.code = 'mystery';

-- test: What was earned is counted, with the last time.
select
    achievement.times_earned = case achievement.code when 'mystery' then 2 else 0 end as times,
    achievement.last_earned_at is not distinct from
    case achievement.code when 'mystery' then '2026-05-31 08:00:00+00'::timestamptz end as last
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement;

-- test: Inactive ones, those of another organization and those for teachers are not a student's.
select array_agg(achievement.code) = '{century,climber,mystery}'
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.category = 'homework';
select count(*) = 0
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement
where achievement.code = 'teacher_mentor';

-- test: A teacher sees what teachers can earn.
select
    bool_or(achievement.code = 'teacher_mentor') as own,
    bool_and(achievement.code not in ('century', 'climber', 'mystery')) as not_the_students
from public.check_user_achievements(
    '20000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'
) as achievement;

-- test: A user without a ranking in the organization has none.
select count(*) = 0
from public.check_user_achievements(
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000b'
);

-- test: An achievement without a number to reach is refused.
-- error: 23514
insert into public.achievements (
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements
)
values ('vague', 'Vague', 'Some points', 'homework', 'both', 'bronze', '{"total_points": "some"}');

-- test: Nobody earns an achievement twice for one period.
-- error: 23505
insert into public.student_achievements (user_id, organization_id, achievement_id, period)
values (
    '10000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a',
    '30000000-0000-4000-8000-000000000003', '2026-05'
);
