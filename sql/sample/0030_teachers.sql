-- purpose: A teacher for each hundred referrals, at least 20; the first schools have the most.
-- table: public.teachers

with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations,
        greatest(20, current_setting('sample.rows')::bigint / 100) as teachers
),

-- The cube gives the first of five schools 58 percent and the last 7; of fifty, 27 and 0.7.
teacher as (
    select
        number,
        md5(setting.seed || ':teacher:' || number)::uuid as id,
        number * number / setting.teachers * number / setting.teachers
        * setting.organizations / setting.teachers as organization
    from setting
    cross join generate_series(0, setting.teachers - 1) as number
),

drawn as (
    select
        teacher.number,
        teacher.id,
        teacher.organization,
        uuid_send(teacher.id) as dice
    from teacher
)

select
    drawn.id,
    md5(setting.seed || ':organization:' || drawn.organization)::uuid as organization_id,
    'T' || lpad(drawn.number::text, 7, '0') as code,
    ('{Shahnoza,Otabek,Gulnora,Sherzod,Laylo,Anvar,Helen,Ravshan,Zilola,David}'::text[])
        [1 + get_byte(drawn.dice, 0) % 10]
    || ' '
    || ('{Karimov,Ismoilov,Saidov,Ergashev,Usmonov,Clark,Mirzaev,Tursunov}'::text[])
        [1 + get_byte(drawn.dice, 1) % 8] as full_name,
    '+99890' || lpad((drawn.number * 7919 % 10000000)::text, 7, '0') as phone,
    case
        when get_byte(drawn.dice, 2) < 236 then 'active'
        when get_byte(drawn.dice, 2) < 246 then 'on_leave'
        else 'inactive'
    end as status,
    '2024-08-15'::date - get_byte(drawn.dice, 3) * 5 as hire_date,
    '2024-08-15 05:00:00+00'::timestamptz
    - get_byte(drawn.dice, 3) * 5 * 86400 * '1 second'::interval as created_at,
    '2024-08-15 05:00:00+00'::timestamptz as updated_at
from setting
cross join drawn;
