-- allow: style/LT01 sqlfluff does not know a select without columns
-- allow: style/LT06 sqlfluff does not know a select without columns

-- Two organizations, a and b, with one row each in every table; the same row in both, but for its
-- ids. rls_member is an ordinary role with every right on the tables, so that only the policies
-- keep it from the rows of the other organization.
create role rls_member;
grant execute on all functions in schema public to rls_member;
grant select, insert, update, delete on all tables in schema public to rls_member;

create temporary table tenant (letter text, id uuid);
insert into tenant (letter, id)
select
    letter,
    ('00000000-0000-4000-8000-00000000000' || letter)::uuid
from (
    values
        ('a'),
        ('b')
) as organization (letter);

insert into public.organizations (id, name, slug)
select
    tenant.id,
    'School ' || tenant.letter,
    'school-' || tenant.letter
from tenant;

insert into public.profiles (id, organization_id, full_name, email, role)
select
    tenant.id,
    tenant.id,
    'Dilnoza Karimova',
    'dilnoza@school.example',
    'admin'
from tenant;

insert into public.students (id, organization_id, code, full_name)
select
    tenant.id,
    tenant.id,
    'S1',
    'Anvar Saidov'
from tenant;

insert into public.teachers (id, organization_id, code, full_name)
select
    tenant.id,
    tenant.id,
    'T1',
    'Gulnora Umarova'
from tenant;

insert into public.user_rankings (user_id, organization_id, user_type)
select
    tenant.id,
    tenant.id,
    'student'
from tenant;

insert into public.points_transactions (
    id,
    organization_id,
    user_id,
    transaction_type,
    points_amount,
    category
)
select
    tenant.id,
    tenant.id,
    tenant.id,
    'earned',
    10,
    'homework'
from tenant;

insert into public.achievements (
    id,
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements
)
select
    tenant.id,
    tenant.id,
    'century',
    'Century',
    'Earn 100 points.',
    'homework',
    'student',
    'bronze',
    '{"total_points": 100}'
from tenant;

insert into public.student_achievements (user_id, organization_id, achievement_id)
select
    tenant.id,
    tenant.id,
    tenant.id
from tenant;

insert into public.user_goals (id, organization_id, user_id, title, target_value)
select
    tenant.id,
    tenant.id,
    tenant.id,
    'Read 10 books',
    10
from tenant;

insert into public.referral_campaigns (id, organization_id, name, code, starts_at)
select
    tenant.id,
    tenant.id,
    'Spring intake',
    'SPRING',
    '2026-03-01 00:00:00+00'
from tenant;

insert into public.referral_campaign_participants (campaign_id, organization_id, user_id)
select
    tenant.id,
    tenant.id,
    tenant.id
from tenant;

insert into public.student_referrals (
    id,
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
select
    tenant.id,
    tenant.id,
    tenant.id,
    'student',
    'Temur Aliev',
    '+998901234567'
from tenant;

-- What triggers have left in these tables is no part of the tests.
delete from public.referral_leaderboard_cache;
delete from public.referral_outbox;

insert into public.referral_leaderboard_cache (organization_id, cache_key, cache_data, expires_at)
select
    tenant.id,
    'rls',
    '[]',
    now() + '5 minutes'::interval
from tenant;

insert into public.referral_outbox (organization_id, topic, payload)
select
    tenant.id,
    'rls',
    '{}'
from tenant;

drop table tenant;

-- test: Every table that has an organization is guarded, by policies that read it once a statement.
select
    class.relrowsecurity as is_enabled,
    exists (
        select
        from pg_catalog.pg_policies as policy
        where
            policy.schemaname = 'public'
            and policy.tablename = class.relname
            and policy.qual like '%get_current_organization_id()%'
    ) as is_guarded,
    not exists (
        select
        from pg_catalog.pg_policies as policy
        where
            policy.schemaname = 'public'
            and policy.tablename = class.relname
            and regexp_replace(
                concat(policy.qual, policy.with_check),
                'SELECT (public\.)?get_current_organization_id\(\)',
                '',
                'g'
            ) like '%get_current_organization_id()%'
    ) as is_read_once
from pg_catalog.pg_class as class
where
    class.relnamespace = 'public'::regnamespace
    and class.relkind in ('r', 'p')
    and (
        class.oid = 'public.organizations'::regclass
        or exists (
            select
            from pg_catalog.pg_attribute as attribute
            where
                attribute.attrelid = class.oid
                and attribute.attname = 'organization_id'
        )
    );

-- test: Without an organization in the setting nothing is seen but what all share.
set local role rls_member;
set local app.organization_id = '';
select
    (select count(*) from public.organizations) = 0 as organizations,
    (select count(*) from public.profiles) = 0 as profiles,
    (select count(*) from public.students) = 0 as students,
    (select count(*) from public.teachers) = 0 as teachers,
    (select count(*) from public.user_rankings) = 0 as user_rankings,
    (select count(*) from public.points_transactions) = 0 as points_transactions,
    (
        select count(*) from public.achievements where organization_id is not null
    ) = 0 as achievements,
    (select count(*) from public.student_achievements) = 0 as student_achievements,
    (select count(*) from public.user_goals) = 0 as user_goals,
    (select count(*) from public.referral_campaigns) = 0 as campaigns,
    (select count(*) from public.referral_campaign_participants) = 0 as participants,
    (select count(*) from public.student_referrals) = 0 as student_referrals,
    (select count(*) from public.referral_leaderboard_cache) = 0 as cache,
    (select count(*) from public.referral_outbox) = 0 as outbox;

-- test: A member sees the own organization's row of every table, and no other.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
select array_agg(id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.organizations;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.profiles;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.students;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.teachers;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.user_rankings;
select array_agg(distinct organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.points_transactions;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.achievements
where organization_id is not null;
select array_agg(distinct organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.student_achievements;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.user_goals;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.referral_campaigns;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.referral_campaign_participants;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.student_referrals;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.referral_leaderboard_cache;
select array_agg(organization_id)::text = '{00000000-0000-4000-8000-00000000000a}'
from public.referral_outbox;

-- test: Whoever owns the tables sees every organization.
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
select count(*) = 2 from public.organizations;
select count(*) = 2 from public.student_referrals;

-- test: The functions of the schema show a member nothing of another organization.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
select count(*) = 1 from public.get_student_rankings('00000000-0000-4000-8000-00000000000a');
select count(*) = 0 from public.get_student_rankings('00000000-0000-4000-8000-00000000000b');
select count(*) = 0
from public.check_user_achievements(
    '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000b'
);
select count(*) = 0
from public.get_user_goal_progress(
    '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000b'
);
select count(*) = 0 from public.get_admin_dashboard('00000000-0000-4000-8000-00000000000b');

-- test: A member's statement passes the rows of another organization by.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
update public.organizations set name = 'Changed';
update public.profiles set full_name = 'Changed';
update public.students set full_name = 'Changed';
update public.teachers set full_name = 'Changed';
update public.user_rankings set current_rank = 7;
update public.achievements set name = 'Changed';
update public.student_achievements set coins_awarded = 7;
update public.user_goals set title = 'Changed';
update public.referral_campaigns set name = 'Changed';
update public.referral_campaign_participants set joined_at = '2026-04-01 00:00:00+00';
update public.student_referrals set contact_notes = 'Changed';
update public.referral_leaderboard_cache set cache_data = '[7]';
update public.referral_outbox set attempts = 7;
reset role;
select (name = 'Changed') = (slug = 'school-a') from public.organizations;
select (full_name = 'Changed') = (id::text like '%a') from public.profiles;
select (full_name = 'Changed') = (id::text like '%a') from public.students;
select (full_name = 'Changed') = (id::text like '%a') from public.teachers;
select (current_rank is not distinct from 7) = (organization_id::text like '%a')
from public.user_rankings;
select (name = 'Changed') = (organization_id is not null and organization_id::text like '%a')
from public.achievements;
select (coins_awarded = 7) = (organization_id::text like '%a')
from public.student_achievements
where achievement_id = organization_id;
select (title = 'Changed') = (organization_id::text like '%a') from public.user_goals;
select (name = 'Changed') = (organization_id::text like '%a') from public.referral_campaigns;
select (joined_at = '2026-04-01 00:00:00+00') = (organization_id::text like '%a')
from public.referral_campaign_participants;
select (contact_notes is not distinct from 'Changed') = (organization_id::text like '%a')
from public.student_referrals;
select (cache_data = '[7]') = (organization_id::text like '%a')
from public.referral_leaderboard_cache;
select (attempts = 7) = (organization_id::text like '%a') from public.referral_outbox;

-- test: A member's deletion passes the rows of another organization by.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000b';
delete from public.referral_outbox where organization_id::text like '%a';
delete from public.referral_leaderboard_cache where organization_id::text like '%a';
delete from public.referral_campaign_participants where organization_id::text like '%a';
delete from public.student_referrals where organization_id::text like '%a';
delete from public.referral_campaigns where organization_id::text like '%a';
delete from public.user_goals where organization_id::text like '%a';
delete from public.student_achievements where organization_id::text like '%a';
delete from public.achievements where organization_id::text like '%a';
delete from public.points_transactions where organization_id::text like '%a';
delete from public.user_rankings where organization_id::text like '%a';
delete from public.teachers where organization_id::text like '%a';
delete from public.students where organization_id::text like '%a';
delete from public.profiles where organization_id::text like '%a';
delete from public.organizations where id::text like '%a';
reset role;
select
    exists (select from public.referral_outbox where organization_id::text like '%a')
    and exists (select from public.referral_leaderboard_cache where organization_id::text like '%a')
    and exists (
        select from public.referral_campaign_participants where organization_id::text like '%a'
    )
    and exists (select from public.student_referrals where organization_id::text like '%a')
    and exists (select from public.referral_campaigns where organization_id::text like '%a')
    and exists (select from public.user_goals where organization_id::text like '%a')
    and exists (select from public.student_achievements where organization_id::text like '%a')
    and exists (select from public.achievements where organization_id::text like '%a')
    and exists (select from public.points_transactions where organization_id::text like '%a')
    and exists (select from public.user_rankings where organization_id::text like '%a')
    and exists (select from public.teachers where organization_id::text like '%a')
    and exists (select from public.students where organization_id::text like '%a')
    and exists (select from public.profiles where organization_id::text like '%a')
    and exists (select from public.organizations where id::text like '%a');

-- test: A member cannot found another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.organizations (name, slug)
values ('Third', 'third');

-- test: A member cannot write a profile for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.profiles (organization_id, full_name, email, role)
values ('00000000-0000-4000-8000-00000000000b', 'Eve', 'eve@school.example', 'admin');

-- test: A member cannot write a student for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.students (organization_id, code, full_name)
values ('00000000-0000-4000-8000-00000000000b', 'S2', 'Eve');

-- test: A member cannot write a teacher for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.teachers (organization_id, code, full_name)
values ('00000000-0000-4000-8000-00000000000b', 'T2', 'Eve');

-- test: A member cannot write a ranking for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.user_rankings (user_id, organization_id, user_type)
values ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000b', 'teacher');

-- test: A member cannot write points for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.points_transactions (
    organization_id,
    user_id,
    transaction_type,
    points_amount,
    category
)
values (
    '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000b',
    'earned',
    1,
    'homework'
);

-- test: A member cannot write an achievement for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.achievements (
    organization_id,
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements
)
values (
    '00000000-0000-4000-8000-00000000000b',
    'theirs',
    'Theirs',
    'Theirs',
    'homework',
    'both',
    'gold',
    '{"total_points": 1}'
);

-- test: A member cannot write an earned achievement for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.student_achievements (user_id, organization_id, achievement_id, period)
values (
    '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000a',
    '2026-05'
);

-- test: A member cannot write a goal for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.user_goals (organization_id, user_id, title, target_value)
values (
    '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000b',
    'Theirs',
    1
);

-- test: A member cannot write a campaign for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.referral_campaigns (organization_id, name, code, starts_at)
values ('00000000-0000-4000-8000-00000000000b', 'Theirs', 'THEIRS', now());

-- test: A member cannot write a participant for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.referral_campaign_participants (campaign_id, organization_id, user_id)
values (
    '00000000-0000-4000-8000-00000000000a',
    '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000b'
);

-- test: A member cannot write a referral for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
values (
    '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000b',
    'student',
    'Eve',
    '+998901234568'
);

-- test: A member cannot write a cached leaderboard for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.referral_leaderboard_cache (organization_id, cache_key, cache_data, expires_at)
values ('00000000-0000-4000-8000-00000000000b', 'theirs', '[]', now() + '5 minutes'::interval);

-- test: A member cannot write outbox work for another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.referral_outbox (organization_id, topic, payload)
values ('00000000-0000-4000-8000-00000000000b', 'theirs', '{}');

-- test: A member cannot give a row away to another organization.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
update public.teachers set organization_id = '00000000-0000-4000-8000-00000000000b';

-- test: A member writes rows of the own organization.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.students (organization_id, code, full_name)
values ('00000000-0000-4000-8000-00000000000a', 'S2', 'Barno Alimova');
insert into public.points_transactions (
    organization_id,
    user_id,
    transaction_type,
    points_amount,
    category
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '00000000-0000-4000-8000-00000000000a',
    'earned',
    10,
    'homework'
);
select count(*) = 2 from public.students;
select sum(points_amount) = 20 from public.points_transactions where category = 'homework';

-- test: The ledger is append-only, for the own organization too.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
update public.points_transactions set points_amount = 1000;
delete from public.points_transactions;
select
    count(*) = 1 as is_there,
    sum(points_amount) = 10 as is_unchanged
from public.points_transactions
where category = 'homework';

-- test: A member sees the shared achievements and can neither change nor delete them.
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
update public.achievements set name = 'Changed' where organization_id is null;
delete from public.achievements where organization_id is null;
select
    count(*) >= 7 as are_there,
    bool_and(name <> 'Changed') as are_unchanged
from public.achievements
where organization_id is null;

-- test: A member cannot add a shared achievement.
-- error: 42501
set local role rls_member;
set local app.organization_id = '00000000-0000-4000-8000-00000000000a';
insert into public.achievements (
    code,
    name,
    description,
    category,
    target_user_type,
    badge_color,
    requirements
)
values ('ours', 'Ours', 'For all', 'homework', 'both', 'gold', '{"total_points": 1}');

-- test: A referral cannot name the referrer of another organization, whoever writes it.
-- error: 23503
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '00000000-0000-4000-8000-00000000000b',
    'student',
    'Eve',
    '+998901234568'
);

-- test: A referral cannot count for the campaign of another organization, whoever writes it.
-- error: 23503
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    campaign_id,
    referred_student_name,
    referred_student_phone
)
values (
    '00000000-0000-4000-8000-00000000000a',
    '00000000-0000-4000-8000-00000000000a',
    'student',
    '00000000-0000-4000-8000-00000000000b',
    'Eve',
    '+998901234568'
);
