-- purpose: A goal for each veteran student.
-- table: public.user_goals

with
setting as (
    select
        current_setting('sample.seed') as seed,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations,
        greatest(20, current_setting('sample.rows')::bigint / 50) * 3 as veterans
),

goal as (
    select
        number,
        number * number / setting.veterans * number / setting.veterans
        * setting.organizations / setting.veterans as organization,
        md5(setting.seed || ':goal:' || number)::uuid as id
    from setting
    cross join generate_series(0, setting.veterans - 1) as number
    offset 0
),

drawn as (
    select
        goal.*,
        uuid_send(goal.id) as dice,
        get_byte(uuid_send(goal.id), 0) % 4 as kind,
        get_byte(uuid_send(goal.id), 1) as luck
    from goal
    offset 0
),

aimed as (
    select
        drawn.*,
        ('{500,20,30,10}'::integer[])[1 + drawn.kind] as target_value,
        '2026-03-01 05:00:00+00'::timestamptz
        + get_byte(drawn.dice, 2) % 180 * 86400 * '1 second'::interval as created_at,
        case
            when drawn.luck < 90 then 'completed'
            when drawn.luck < 110 then 'abandoned'
            else 'active'
        end as status
    from drawn
    offset 0
)

select
    aimed.id,
    md5(setting.seed || ':organization:' || aimed.organization)::uuid as organization_id,
    md5(setting.seed || ':student:' || aimed.number)::uuid as user_id,
    ('{Collect 500 points,Hand in 20 essays,Attend 30 lessons in a row,O''n kitob o''qish}'::text[])
        [1 + aimed.kind] as title,
    aimed.target_value,
    case
        when aimed.status = 'completed' then aimed.target_value
        else aimed.target_value * aimed.luck / 256
    end as current_value,
    aimed.status,
    case
        when aimed.luck % 8 > 0 then '2026-07-01'::date + get_byte(aimed.dice, 3) % 180
    end as due_date,
    case
        when aimed.status = 'completed'
            then aimed.created_at + 2 * 86400 * '1 second'::interval
    end as completed_at,
    aimed.created_at,
    aimed.created_at + 2 * 86400 * '1 second'::interval as updated_at
from setting
cross join aimed;
