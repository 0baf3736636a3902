-- purpose: A student for each five referrals, at least 200; whom a referral brought, it names.
-- table: public.students

with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations,
        greatest(20, current_setting('sample.rows')::bigint / 50) * 3 as veterans,
        greatest(20, current_setting('sample.rows')::bigint / 50) * 7 as newcomers
),

-- Veterans come first, then newcomers; each kind is spread over the schools by the same curve.
student as (
    select
        number,
        number < setting.veterans as is_veteran,
        md5(setting.seed || ':student:' || number)::uuid as id,
        case
            when number < setting.veterans
                then number * number / setting.veterans * number / setting.veterans
                    * setting.organizations / setting.veterans
            else (number - setting.veterans) * (number - setting.veterans) / setting.newcomers
                * (number - setting.veterans) / setting.newcomers
                * setting.organizations / setting.newcomers
        end as organization
    from setting
    cross join generate_series(0, setting.veterans + setting.newcomers - 1) as number
    offset 0
),

drawn as (
    select
        student.*,
        uuid_send(student.id) as dice
    from student
    offset 0
),

joined as (
    select
        drawn.*,
        referral.referred_student_name as referred_name,
        referral.referred_student_phone as referred_phone,
        coalesce(
            referral.enrollment_date,
            case
                when drawn.is_veteran
                    then '2024-08-31'::date - get_byte(drawn.dice, 0) * 4
                else '2024-09-01'::date
                    + (get_byte(drawn.dice, 0) * 256 + get_byte(drawn.dice, 1)) % 730
            end
        ) as enrollment_date
    from drawn
    left join public.student_referrals as referral
        on referral.enrolled_student_id = drawn.id
    offset 0
)

select
    joined.id,
    md5(setting.seed || ':organization:' || joined.organization)::uuid as organization_id,
    'S' || lpad(joined.number::text, 8, '0') as code,
    coalesce(
        joined.referred_name,
        case get_byte(joined.dice, 2) % 2
            when 0
                then ('{Akmal,Bobur,Doston,Eldor,Jahongir,Laziz,Mirzo,Shohrukh,Umid,Ziyod}'::text[])
                    [1 + get_byte(joined.dice, 3) % 10]
                    || ' '
                    || ('{Akbarov,Boboev,Jalilov,Kholmatov,Latipov,Normatov,Sodiqov,Aliev}'::text[])
                        [1 + get_byte(joined.dice, 4) % 8]
            else ('{Charos,Durdona,Fotima,Hilola,Malika,Mohira,Nilufar,Rayhon,Yulduz,Nora}'::text[])
                [1 + get_byte(joined.dice, 3) % 10]
                || ' '
                || ('{Akbarova,Boboeva,Jalilova,Kholmatova,Latipova,Normatova,Valieva}'::text[])
                    [1 + get_byte(joined.dice, 4) % 7]
        end
    ) as full_name,
    coalesce(
        joined.referred_phone,
        '+9987' || (10000000 + joined.number * 7919 % 90000000)
    ) as phone,
    case
        when get_byte(joined.dice, 5) < 230 then 'active'
        when get_byte(joined.dice, 5) < 240 then 'inactive'
        when get_byte(joined.dice, 5) < 242 then 'suspended'
        -- Nobody graduates who has only just come.
        when joined.is_veteran then 'graduated'
        else 'active'
    end as status,
    joined.enrollment_date - 365 * (7 + get_byte(joined.dice, 6) % 11)
    - get_byte(joined.dice, 7) as birth_date,
    joined.enrollment_date,
    (joined.enrollment_date::timestamp + '5 hours'::interval) at time zone 'UTC' as created_at,
    (joined.enrollment_date::timestamp + '5 hours'::interval) at time zone 'UTC' as updated_at
from setting
cross join joined
order by joined.number;
