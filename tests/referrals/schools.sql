-- Two schools with the same rows: the ids of one begin with a and its names with Own, the ids of the
-- other with b and its names with Secret. Every table of an organization has a row of each.
create temporary table school as
select
    school.letter,
    school.word,
    school.points
from (
    values
        ('a', 'Own', 11111),
        ('b', 'Secret', 77777)
) as school (letter, word, points);

create function pg_temp.id_of(p_letter text, p_number integer)
returns uuid
language sql
immutable
return (repeat(p_letter, 8) || '-0000-4000-8000-' || lpad(p_number::text, 12, '0'))::uuid;

insert into public.organizations (id, name, slug, timezone)
select pg_temp.id_of(letter, 1), word || ' school', lower(word), 'UTC'
from school;

insert into public.profiles (id, organization_id, full_name, email, role)
select
    pg_temp.id_of(letter, person.number),
    pg_temp.id_of(letter, 1),
    word || ' person',
    lower(word) || person.number || '@school.example',
    person.role
from school
cross join (values (2, 'admin'), (3, 'superadmin')) as person (number, role);

insert into public.students (id, organization_id, code, full_name, phone)
select pg_temp.id_of(letter, number), pg_temp.id_of(letter, 1), 'S' || number, word, '+998901234567'
from school
cross join generate_series(4, 5) as student (number);

insert into public.teachers (id, organization_id, code, full_name)
select pg_temp.id_of(letter, 6), pg_temp.id_of(letter, 1), 'T6', word
from school;

insert into public.user_rankings (user_id, organization_id, user_type, total_points)
select pg_temp.id_of(letter, person.number), pg_temp.id_of(letter, 1), person.type, points
from school
cross join (values (4, 'student'), (6, 'teacher')) as person (number, type);

insert into public.points_transactions (
    id, organization_id, user_id, transaction_type, points_amount, category, awarded_by
)
select
    pg_temp.id_of(letter, 7), pg_temp.id_of(letter, 1), pg_temp.id_of(letter, 4),
    'earned', points, 'homework', pg_temp.id_of(letter, 2)
from school;

insert into public.achievements (
    id, organization_id, code, name, description, category, target_user_type, badge_color,
    requirements
)
select
    pg_temp.id_of(letter, 8), pg_temp.id_of(letter, 1), lower(word), word, word, 'referral',
    'both', 'gold', '{"total_referrals": 1000}'
from school;

insert into public.user_goals (id, organization_id, user_id, title, target_value)
select
    pg_temp.id_of(letter, 9), pg_temp.id_of(letter, 1), pg_temp.id_of(letter, 4), word, points
from school;

insert into public.referral_campaigns (
    id, organization_id, name, code, starts_at, base_points, max_referrals
)
select
    pg_temp.id_of(letter, 10), pg_temp.id_of(letter, 1), word, 'SPRING', '2020-01-01', points, 100
from school;

insert into public.referral_campaign_participants (campaign_id, organization_id, user_id)
select pg_temp.id_of(letter, 10), pg_temp.id_of(letter, 1), pg_temp.id_of(letter, 4)
from school;

-- 11 is enrolled and awarded below; 12 and 14 are contacted, 13 is pending.
insert into public.student_referrals (
    id, organization_id, referrer_id, referrer_type, campaign_id, referred_student_name,
    referred_student_phone, status, contact_notes, created_by
)
select
    pg_temp.id_of(letter, referral.number), pg_temp.id_of(letter, 1), pg_temp.id_of(letter, 4),
    'student', pg_temp.id_of(letter, 10), word, '+998901234567', referral.status, word,
    pg_temp.id_of(letter, 2)
from school
cross join (
    values (11, 'contacted'), (12, 'contacted'), (13, 'pending'), (14, 'contacted')
) as referral (number, status);

update public.student_referrals
set
    status = 'enrolled',
    enrolled_student_id = pg_temp.id_of(left(id::text, 1), 5)
where right(id::text, 2) = '11';

delete from public.referral_outbox;
insert into public.referral_outbox (organization_id, topic, payload)
select pg_temp.id_of(letter, 1), 'test', jsonb_build_object('name', word)
from school;

insert into public.referral_performance_metrics (query_type, execution_time_ms)
values ('test', 1);

select public.get_referral_leaderboard_cached(pg_temp.id_of(letter, 1), period)
from school
cross join (values ('all'), ('week')) as board (period);

select public.refresh_referral_analytics();

drop function pg_temp.id_of(text, integer);
drop table school;

analyze;
