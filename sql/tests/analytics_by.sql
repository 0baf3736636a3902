-- Anvar: 4 referrals, of which 2 are enrolled, by phone and on the website, in and outside a
-- campaign; Barno one at an event; Gulnora, a teacher, one; Charos of the second school one.
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

insert into public.referral_campaigns (id, organization_id, name, code, starts_at)
values (
    '40000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'Spring',
    'SPRING',
    '2026-01-01 00:00+00'
);

insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    campaign_id,
    referred_student_name,
    referred_student_phone,
    status,
    source,
    created_at
)
select
    ranking.organization_id,
    ranking.user_id,
    ranking.user_type,
    case when referral.is_of_campaign then '40000000-0000-4000-8000-000000000001'::uuid end,
    'Somebody',
    '+998901234567',
    referral.status,
    referral.source,
    referral.made_on::timestamptz
from (
    values
        ('10000000-0000-4000-8000-000000000001', true, 'enrolled', 'phone', '2026-03-01 00:00+00'),
        ('10000000-0000-4000-8000-000000000001', true, 'pending', 'phone', '2026-03-31 00:00+00'),
        (
            '10000000-0000-4000-8000-000000000001',
            false, 'enrolled', 'website', '2026-04-01 00:00+00'
        ),
        (
            '10000000-0000-4000-8000-000000000001',
            false, 'contacted', 'website', '2026-05-01 00:00+00'
        ),
        ('10000000-0000-4000-8000-000000000002', false, 'declined', 'event', '2026-05-01 00:00+00'),
        ('20000000-0000-4000-8000-000000000001', false, 'pending', 'phone', '2026-05-02 00:00+00'),
        ('10000000-0000-4000-8000-000000000003', false, 'pending', 'other', '2026-05-02 00:00+00')
) as referral (referrer_id, is_of_campaign, status, source, made_on)
inner join public.user_rankings as ranking
    on ranking.user_id = referral.referrer_id::uuid;

set local app.organization_id = '00000000-0000-4000-8000-00000000000a';

create function pg_temp.read_by(p_by text, p_since date default null, p_until date default null)
returns text
language sql
as $$
    select
        string_agg(
            concat_ws(
                ' ',
                coalesce(line.value ->> 'name', 'none'),
                line.value ->> 'total_referrals',
                line.value ->> 'successful_referrals',
                line.value ->> 'conversion_rate',
                line.value ->> 'points_awarded'
            ),
            ', '
            order by line.ordinality
        )
    from jsonb_array_elements(
        public.get_referral_analytics(
            '00000000-0000-4000-8000-00000000000a',
            p_by,
            p_since,
            p_until
        ) -> 'rows'
    ) with ordinality as line
$$;

-- test: A referral that is entered without a source has come by an unknown way.
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
select count(*) = 1
from public.student_referrals as referral
where referral.source = 'unknown';

-- test: A source that nobody knows is refused.
-- error: 23514
update public.student_referrals set source = 'pigeon';

-- test: Analytics by source have the most successful first.
select public.refresh_referral_analytics();
select pg_temp.read_by('source') = 'phone 3 1 33.33 100, website 2 1 50.00 100, event 1 0 0.00 0';

-- test: Analytics by month come in the order of the months.
select public.refresh_referral_analytics();
select
    pg_temp.read_by('month')
    = '2026-03 2 1 50.00 100, 2026-04 1 1 100.00 100, 2026-05 3 0 0.00 0';

-- test: Analytics by campaign have those of no campaign in one row.
select public.refresh_referral_analytics();
select pg_temp.read_by('campaign') = 'none 4 1 25.00 100, Spring 2 1 50.00 100';

-- test: Analytics by student have no teacher, and a deleted student keeps the place.
select public.refresh_referral_analytics();
select pg_temp.read_by('student') = 'Anvar 4 2 50.00 200, Barno 1 0 0.00 0';
update public.students set deleted_at = now() where full_name = 'Anvar';
select pg_temp.read_by('student') = 'none 4 2 50.00 200, Barno 1 0 0.00 0';

-- test: A window has whole months, the first and the last among them.
select public.refresh_referral_analytics();
select pg_temp.read_by('month', '2026-03-20', '2026-04-01') is not distinct from
    '2026-03 2 1 50.00 100, 2026-04 1 1 100.00 100';
select pg_temp.read_by('source', '2026-06-01') is null;

-- test: Every key of the documented shape is there.
select public.refresh_referral_analytics();
select
    (
        select array_agg(field.name order by field.name)
        from jsonb_object_keys(analytics.value) as field (name)
    ) = '{age_seconds,by,refreshed_at,rows,since,stale_since,until}'
    and (
        select array_agg(field.name order by field.name)
        from jsonb_object_keys(analytics.value -> 'rows' -> 0) as field (name)
    ) = '{contacted_referrals,conversion_rate,declined_referrals,key,last_referred_at,name,'
    'pending_referrals,points_awarded,successful_referrals,total_referrals}'
from public.get_referral_analytics('00000000-0000-4000-8000-00000000000a', 'source')
    as analytics (value);

-- test: A reader is told how old the analytics are, and since when they are stale.
select public.refresh_referral_analytics();
update public.referral_view_refreshes
set
    refreshed_at = now() - interval '90 minutes',
    stale_since = '2026-05-04 03:02:01+00';
select
    (analytics.value ->> 'age_seconds')::integer between 5400 and 5460
    and (analytics.value ->> 'refreshed_at')::timestamptz = now() - interval '90 minutes'
    and (analytics.value ->> 'stale_since')::timestamptz = '2026-05-04 03:02:01+00'
from public.get_referral_analytics('00000000-0000-4000-8000-00000000000a', 'source')
    as analytics (value);

-- test: Before the first refresh there is no age, and an answer all the same.
select
    analytics.value -> 'age_seconds' = 'null'
    and analytics.value -> 'refreshed_at' = 'null'
    and analytics.value -> 'rows' = '[]'
from public.get_referral_analytics('00000000-0000-4000-8000-00000000000a', 'source')
    as analytics (value);

-- test: A dimension that does not exist is refused.
-- error: RD030
select public.get_referral_analytics('00000000-0000-4000-8000-00000000000a', 'weather');

-- test: No dimension is refused.
-- error: RD030
select public.get_referral_analytics('00000000-0000-4000-8000-00000000000a', null);

-- test: An unknown organization has no analytics.
-- error: RD006
select public.get_referral_analytics('00000000-0000-4000-8000-00000000000f', 'month');

-- test: A deleted organization has no analytics.
-- error: RD006
update public.organizations set deleted_at = now() where slug = 'first';
select public.get_referral_analytics('00000000-0000-4000-8000-00000000000a', 'month');
