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

create function pg_temp.read_analytics()
returns text
language sql
as $$
    select
        string_agg(
            concat_ws(
                ' ',
                analytics.month,
                analytics.total_referrals,
                analytics.pending_referrals,
                analytics.contacted_referrals,
                analytics.successful_referrals,
                analytics.declined_referrals,
                analytics.points_awarded
            ),
            ', '
            order by analytics.month, analytics.campaign_key
        )
    from public.mv_referral_analytics as analytics
    where analytics.referrer_id = '10000000-0000-4000-8000-000000000001'
$$;

-- test: A refresh sums the referrals up by referrer, month and campaign.
-- Anvar in March, in UTC: 1 and 2; in April: 3 and 4, of which 3 is of a campaign; this month: 8.
insert into public.referral_campaigns (id, organization_id, name, code, starts_at)
values (
    '40000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000a',
    'Spring',
    'SPRING',
    '2026-01-01 00:00+00'
);
update public.student_referrals
set
    created_at = case
        when id in (
            '30000000-0000-4000-8000-000000000001',
            '30000000-0000-4000-8000-000000000002'
        ) then '2025-03-31 23:59:59+00'::timestamptz
        else '2025-04-01 00:00:00+00'::timestamptz
    end,
    campaign_id = case
        when id = '30000000-0000-4000-8000-000000000003'
            then '40000000-0000-4000-8000-000000000001'::uuid
    end
where
    referrer_id = '10000000-0000-4000-8000-000000000001'
    and status <> 'enrolled';
select public.refresh_referral_analytics();
select
    pg_temp.read_analytics()
    = '2025-03-01 2 1 1 0 0 0, 2025-04-01 1 0 0 0 1 0, 2025-04-01 1 0 1 0 0 0, '
    || to_char(now() at time zone 'UTC', 'YYYY-MM-01') || ' 1 0 0 1 0 100';
select count(*) = 7 and sum(analytics.total_referrals) = 8
from public.mv_referral_analytics as analytics;

-- test: A month begins where the school is.
-- 23:59:59 UTC on 31 March is 13:59:59 on 1 April on Kiritimati.
update public.organizations
set timezone = 'Pacific/Kiritimati'
where id = '00000000-0000-4000-8000-00000000000a';
update public.student_referrals set created_at = '2025-03-31 23:59:59+00';
select public.refresh_referral_analytics();
select pg_temp.read_analytics() = '2025-04-01 5 1 2 1 1 100';

-- test: A deleted referral is no part of the analytics.
update public.student_referrals
set deleted_at = now()
where status = 'pending';
select public.refresh_referral_analytics();
select sum(analytics.total_referrals) = 7 and sum(analytics.pending_referrals) = 0
from public.mv_referral_analytics as analytics;

-- test: A run refreshes when something changed, and the next one does nothing.
select public.refresh_referral_analytics();
select not public.refresh_referral_analytics();
update public.student_referrals
set contact_notes = 'called'
where id = '30000000-0000-4000-8000-000000000002';
select public.refresh_referral_analytics();
select not public.refresh_referral_analytics();

-- test: After six hours a run refreshes though nothing changed.
select public.refresh_referral_analytics();
update public.referral_view_refreshes set refreshed_at = now() - interval '5 hours 59 minutes';
select not public.refresh_referral_analytics();
update public.referral_view_refreshes set refreshed_at = now() - interval '6 hours';
select public.refresh_referral_analytics();

-- test: It is known how old the analytics are.
select public.refresh_referral_analytics();
select
    count(*) = 1
    and bool_and(
        refresh.view_name = 'mv_referral_analytics'
        and refresh.refreshed_at = now()
        and refresh.duration_ms >= 0
    )
from public.referral_view_refreshes as refresh;

-- test: A view that holds no data yet is filled.
refresh materialized view public.mv_referral_analytics with no data;
select public.refresh_referral_analytics();
select count(*) > 0 from public.mv_referral_analytics;

-- test: The index that a concurrent refresh needs is there, unique and of all rows.
select index.indisunique and index.indisvalid and index.indpred is null and index.indexprs is null
from pg_index as index
where index.indexrelid = 'public.idx_mv_referral_analytics_student'::regclass;
