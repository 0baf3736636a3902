-- purpose: The referrals: a few users refer many, most in autumn, the old ones are settled.
-- table: public.student_referrals

with
size as (
    select
        current_setting('sample.seed') as seed,
        current_setting('sample.rows')::bigint as referrals,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations,
        greatest(20, current_setting('sample.rows')::bigint / 100) as teachers,
        -- Three tenths of the students were there before; only they refer.
        greatest(20, current_setting('sample.rows')::bigint / 50) * 3 as veterans,
        greatest(20, current_setting('sample.rows')::bigint / 50) * 7 as newcomers
),

-- The ids that many referrals share are computed once and not with each: of all that makes a
-- referral, md5 takes the longest.
organization_list as (
    select
        array_agg(
            md5(size.seed || ':organization:' || number)::uuid order by number
        ) as ids
    from size
    cross join generate_series(0, size.organizations - 1) as number
),

campaign_list as (
    select
        array_agg(
            md5(size.seed || ':campaign:' || number / 9 || ':' || number % 9)::uuid order by number
        ) as ids
    from size
    cross join generate_series(0, size.organizations * 9 - 1) as number
),

veteran as (
    select
        number,
        md5(size.seed || ':student:' || number)::uuid as id,
        number * number / size.veterans * number / size.veterans
        * size.organizations / size.veterans as organization
    from size
    cross join generate_series(0, size.veterans - 1) as number
),

teacher as (
    select
        number,
        md5(size.seed || ':teacher:' || number)::uuid as id,
        number * number / size.teachers * number / size.teachers
        * size.organizations / size.teachers as organization
    from size
    cross join generate_series(0, size.teachers - 1) as number
),

veteran_list as (
    select array_agg(veteran.id order by veteran.number) as ids
    from veteran
),

teacher_list as (
    select array_agg(teacher.id order by teacher.number) as ids
    from teacher
),

-- Where each school's veterans and teachers begin, and where the last school's end.
veteran_range as (
    select array_agg(school.start order by school.start) || size.veterans as starts
    from size
    cross join (
        select min(veteran.number) as start
        from veteran
        group by veteran.organization
    ) as school
    group by size.veterans
),

teacher_range as (
    select array_agg(school.start order by school.start) || size.teachers as starts
    from size
    cross join (
        select min(teacher.number) as start
        from teacher
        group by teacher.organization
    ) as school
    group by size.teachers
),

setting as materialized (
    select
        size.seed,
        size.referrals,
        size.organizations,
        size.veterans,
        size.newcomers,
        organization_list.ids as organization_ids,
        campaign_list.ids as campaign_ids,
        veteran_list.ids as veteran_ids,
        teacher_list.ids as teacher_ids,
        veteran_range.starts as veteran_starts,
        teacher_range.starts as teacher_starts,
        -- One referral in so many brings a newcomer; their order in time is not that of the
        -- schools, but a walk through the newcomers by steps that are coprime to their number.
        greatest(4, size.referrals / size.newcomers) as stride,
        2147483647 % size.newcomers as step,
        -- The shape of the school year: where each month starts, in days, and which part of all
        -- referrals, in millionths, was made before it.
        '{0,30,61,91,122,153,181,212,242,273,303,334,
          365,395,426,456,487,518,546,577,607,638,668,699,730}'::integer[] as month_days,
        '{0,70000,120000,160000,180000,220000,250000,280000,310000,330000,340000,350000,
          400000,500000,570000,620000,660000,720000,770000,820000,860000,890000,910000,
          930000,1000000}'::integer[] as month_shares
    from size
    cross join organization_list
    cross join campaign_list
    cross join veteran_list
    cross join teacher_list
    cross join veteran_range
    cross join teacher_range
),

-- Each step below ends with offset 0: without it the planner would put a value's expression in the
-- place of each of its uses, and compute it as often.
drawn as (
    select
        number,
        md5(setting.seed || ':referral:' || number)::uuid as id,
        (number * 1000000 / setting.referrals)::integer as share,
        number % setting.stride = 0 and number / setting.stride < setting.newcomers as is_origin
    from setting
    cross join generate_series(0, setting.referrals - 1) as number
    offset 0
),

placed as (
    select
        drawn.number,
        drawn.id,
        drawn.share,
        drawn.is_origin,
        uuid_send(drawn.id) as dice,
        width_bucket(drawn.share, setting.month_shares) as month,
        case
            when drawn.is_origin
                then drawn.number / setting.stride * setting.step % setting.newcomers
            else drawn.number * 1000000007 % setting.newcomers
        end as newcomer
    from setting
    cross join drawn
    offset 0
),

dated as (
    select
        placed.number,
        placed.id,
        placed.dice,
        placed.is_origin,
        placed.newcomer,
        placed.newcomer * placed.newcomer / setting.newcomers * placed.newcomer
        / setting.newcomers * setting.organizations / setting.newcomers as organization,
        setting.month_days[placed.month]
        + (placed.share - setting.month_shares[placed.month])
        * (setting.month_days[placed.month + 1] - setting.month_days[placed.month])
        / (setting.month_shares[placed.month + 1] - setting.month_shares[placed.month]) as day,
        get_byte(placed.dice, 0) as luck,
        get_byte(placed.dice, 1) * 65536 + get_byte(placed.dice, 2) * 256
        + get_byte(placed.dice, 3) as place
    from setting
    cross join placed
    offset 0
),

judged as (
    select
        dated.*,
        '2024-09-01 03:00:00+00'::timestamptz
        + (dated.day * 86400 + get_byte(dated.dice, 4) * 168 + get_byte(dated.dice, 5))
        * '1 second'::interval as created_at,
        730 - dated.day as age,
        case
            when dated.day > 716
                then case
                    when dated.luck < 179 then 'pending'
                    when dated.luck < 243 then 'contacted'
                    else 'declined'
                end
            when dated.day > 685
                then case
                    when dated.luck < 77 then 'pending'
                    when dated.luck < 180 then 'contacted'
                    when dated.luck < 210 then 'enrolled'
                    else 'declined'
                end
            when dated.is_origin then 'enrolled'
            when dated.luck < 10 then 'pending'
            when dated.luck < 26 then 'contacted'
            when dated.luck < 77 then 'enrolled'
            else 'declined'
        end as status,
        get_byte(dated.dice, 6) < 20 as is_by_teacher,
        dated.day % 91 < 60 and get_byte(dated.dice, 7) < 80 as is_in_campaign
    from dated
    offset 0
),

settled as (
    select
        judged.*,
        -- Days from the referral to its last step; never later than the end of the time.
        case judged.status
            when 'pending' then 0
            when 'contacted' then least(judged.age - 1, 1 + get_byte(judged.dice, 8) % 10)
            when 'enrolled' then 5 + get_byte(judged.dice, 8) % least(30, judged.age - 5)
            else least(judged.age - 1, 2 + get_byte(judged.dice, 8) % 20)
        end as delay,
        -- A straight and a cubic part: the first of a school's veterans refers some twenty times as
        -- often as most do.
        case
            when judged.is_by_teacher
                then setting.teacher_starts[judged.organization + 1]
                    + judged.place
                    * (
                        setting.teacher_starts[judged.organization + 2]
                        - setting.teacher_starts[judged.organization + 1]
                    ) / 16777216
            else setting.veteran_starts[judged.organization + 1]
                + (judged.place * judged.place::bigint / 16777216 * judged.place / 16777216 * 16
                    + judged.place)
                * (
                    setting.veteran_starts[judged.organization + 2]
                    - setting.veteran_starts[judged.organization + 1]
                ) / 285212672
        end as referrer,
        case
            when judged.is_in_campaign
                then ('{100,150,125,200}'::integer[])[1 + judged.day / 91 % 4]
            else 100
        end as points
    from setting
    cross join judged
    offset 0
)

select
    settled.id,
    setting.organization_ids[settled.organization + 1] as organization_id,
    case
        when settled.is_by_teacher then setting.teacher_ids[settled.referrer + 1]
        else setting.veteran_ids[settled.referrer + 1]
    end as referrer_id,
    case when settled.is_by_teacher then 'teacher' else 'student' end as referrer_type,
    case
        when settled.is_in_campaign
            then setting.campaign_ids[settled.organization * 9 + settled.day / 91 + 1]
    end as campaign_id,
    case get_byte(settled.dice, 9) % 2
        when 0
            then ('{Aziz,Bekzod,Davron,Elyor,Farrukh,Islom,Javohir,Kamron,
                    Muhammad,Nodir,Otabek,Sardor,Temur,Ulugbek,Daniel,Adam}'::text[])
                [1 + get_byte(settled.dice, 10) % 16]
                || ' '
                || ('{Abdullaev,Alimov,Ergashev,Hamidov,Ismoilov,Karimov,Mirzaev,Nazarov,
                      Qodirov,Rahimov,Saidov,Tursunov,Umarov,Usmonov,Yusupov,Zokirov}'::text[])
                    [1 + get_byte(settled.dice, 11) % 16]
        else ('{Aziza,Barno,Dilnoza,Feruza,Gulnora,Iroda,Kamola,Laylo,
                Madina,Nigora,Ozoda,Sevara,Shahnoza,Umida,Sofia,Amina}'::text[])
            [1 + get_byte(settled.dice, 10) % 16]
            || ' '
            || ('{Abdullaeva,Alimova,Ergasheva,Hamidova,Ismoilova,Karimova,Mirzaeva,Nazarova,
                  Qodirova,Rahimova,Saidova,Tursunova,Umarova,Usmonova,Yusupova,Zokirova}'::text[])
                [1 + get_byte(settled.dice, 11) % 16]
    end as referred_student_name,
    '+9989' || (10000000 + settled.number * 7919 % 90000000) as referred_student_phone,
    settled.status,
    case
        when settled.is_origin and settled.status = 'enrolled'
            then md5(setting.seed || ':student:' || setting.veterans + settled.newcomer)::uuid
    end as enrolled_student_id,
    case
        when settled.status = 'enrolled' then '2024-09-01'::date + settled.day + settled.delay
    end as enrollment_date,
    case when settled.status = 'enrolled' then settled.points else 0 end as points_awarded,
    case
        when settled.status = 'enrolled'
            then md5(setting.seed || ':award:' || settled.number)::uuid
    end as points_transaction_id,
    case
        when settled.status <> 'pending' and get_byte(settled.dice, 12) < 154
            then ('{Narxi to''g''ri kelmadi,Lives too far away,
                    Keyinroq yana qo''ng''iroq qilish kerak,Ota-onasi bilan gaplashildi,
                    Mother asked for the price list,Prefers evening groups,
                    Sinov darsiga keldi,Came to a trial lesson}'::text[])
                [
                    -- The first two are no words of a success, the last two of no other.
                    1 + case settled.status when 'enrolled' then 2 else 0 end
                    + get_byte(settled.dice, 13) % 6
                ]
    end as contact_notes,
    case
        when get_byte(settled.dice, 14) < 51
            then md5(
                setting.seed || ':profile:'
                || settled.organization * 4 + get_byte(settled.dice, 14) % 3
            )::uuid
    end as created_by,
    -- The first half year's referrals were made before anybody asked.
    case
        when settled.day < 182 then 'unknown'
        else ('{in_person,in_person,in_person,in_person,phone,phone,social_media,social_media,
                social_media,website,event,other}'::text[])[1 + get_byte(settled.dice, 15) % 12]
    end as source,
    settled.created_at,
    settled.created_at + settled.delay * 86400 * '1 second'::interval as updated_at,
    case
        when settled.status in ('pending', 'declined') and get_byte(settled.dice, 15) < 3
            then settled.created_at + settled.delay * 86400 * '1 second'::interval
    end as deleted_at
from setting
cross join settled;
