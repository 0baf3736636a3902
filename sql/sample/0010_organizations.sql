-- purpose: Schools, one for each 20,000 referrals and at least five.
-- table: public.organizations

-- Common to all sample files: an id is the md5 of the seed, the kind and the row's number, so that
-- any file can compute a reference instead of looking it up; the bytes of an id are the dice of its
-- row. Only integers decide, so that the rows are the same on every server version. The samples'
-- time runs from 2024-09-01 to 2026-09-01; days are counted from its start.
with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations
)

select
    md5(setting.seed || ':organization:' || number)::uuid as id,
    format(
        '%s School %s',
        ('{Registan,Chorsu,Humo,Navruz,Zarafshan,Bukhara,Ulugbek,Navoi,Samarkand,Sogdiana}'::text[])
            [1 + number % 10],
        number + 1
    ) as name,
    'school-' || (number + 1) as slug,
    case number % 3 when 0 then 'Asia/Samarkand' else 'Asia/Tashkent' end as timezone,
    jsonb_build_object('language', case number % 2 when 0 then 'uz' else 'en' end) as settings,
    '2021-08-15 04:00:00+00'::timestamptz as created_at,
    '2021-08-15 04:00:00+00'::timestamptz as updated_at
from setting
cross join generate_series(0, setting.organizations - 1) as number;
