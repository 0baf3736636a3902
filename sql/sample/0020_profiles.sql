-- purpose: Four people who log in to each school; the first school has the superadmin.
-- table: public.profiles

with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations
),

profile as (
    select
        number,
        number / 4 as organization,
        number % 4 as place,
        md5(setting.seed || ':profile:' || number)::uuid as id,
        md5(setting.seed || ':organization:' || number / 4)::uuid as organization_id
    from setting
    cross join generate_series(0, setting.organizations * 4 - 1) as number
)

select
    profile.id,
    profile.organization_id,
    ('{Dilnoza,Jasur,Kamola,Rustam,Emily,Oybek,Thomas}'::text[])[1 + get_byte(uuid_send(id), 0) % 7]
    || ' '
    || ('{Abdullaev,Hamidov,Nazarov,Qodirov,Harris,Yusupov}'::text[])
        [1 + get_byte(uuid_send(id), 1) % 6] as full_name,
    format(
        '%s@school-%s.example',
        ('{director,office,admissions,accounts}'::text[])[1 + profile.place],
        profile.organization + 1
    ) as email,
    case
        when profile.number = 0 then 'superadmin'
        when profile.place < 3 then 'admin'
        else 'viewer'
    end as role,
    '2021-08-16 04:00:00+00'::timestamptz as created_at,
    '2021-08-16 04:00:00+00'::timestamptz as updated_at
from profile;
