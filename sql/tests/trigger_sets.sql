-- allow: style/LT09 one target that does not fit beside its select

-- 1000 contacted referrals in each of two schools: of Anvar, and of Charos.
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
    md5(ranking.user_id::text || number)::uuid,
    ranking.organization_id,
    ranking.user_id,
    'student',
    'Somebody',
    '+998901234567',
    'contacted'
from generate_series(1, 1000) as number
inner join public.user_rankings as ranking
    on ranking.user_id in (
        '10000000-0000-4000-8000-000000000001',
        '10000000-0000-4000-8000-000000000003'
    );

set local track_functions = 'all';

create temporary table count_before (
    name text,
    calls bigint
);

create function pg_temp.start_counting()
returns void
language sql
as $$
    truncate count_before;
    insert into count_before
    select
        counted.funcname,
        counted.calls
    from pg_stat_xact_user_functions as counted
    where counted.schemaname = 'public'
$$;

-- The functions that were called since, each with how often.
create function pg_temp.count_calls()
returns jsonb
language sql
as $$
    select
        jsonb_object_agg(counted.funcname, counted.calls - coalesce(count_before.calls, 0))
    from pg_stat_xact_user_functions as counted
    left join count_before
        on count_before.name = counted.funcname
    where
        counted.schemaname = 'public'
        and counted.calls > coalesce(count_before.calls, 0)
$$;

create function pg_temp.move(p_count integer, p_status text)
returns void
language sql
as $$
    update public.student_referrals
    set
        status = p_status,
        enrollment_date = case when p_status = 'enrolled' then current_date end
    where id in (
        select referral.id
        from public.student_referrals as referral
        where referral.status = 'contacted'
        order by referral.id
        limit p_count
    )
$$;

-- An application's day: of 16 updates 14 are of notes or of the source, and 2 move a status, one of
-- them by a program that writes other columns as they were.
create function pg_temp.work_a_day()
returns void
language plpgsql
as $$
declare
    v_id uuid;
    v_number integer := 0;
begin
    for v_id in
        select referral.id
        from public.student_referrals as referral
        order by referral.id
        limit 160
    loop
        v_number := v_number + 1;

        case v_number % 16
            when 1 then
                update public.student_referrals
                set
                    status = 'declined',
                    contact_notes = 'No.'
                where id = v_id;
            when 2 then
                update public.student_referrals
                set
                    status = 'enrolled',
                    source = source,
                    contact_notes = contact_notes,
                    campaign_id = campaign_id
                where id = v_id;
            when 3 then
                update public.student_referrals
                set source = 'phone'
                where id = v_id;
            else
                update public.student_referrals
                set contact_notes = 'Called, nobody there.'
                where id = v_id;
        end case;
    end loop;
end;
$$;

-- test: Enrolling a thousand calls every function as often as enrolling ten, but those of a row.
-- A row's are the one that notes its id, and the tier's bonus, which is computed; neither of them
-- reads or writes a table.
select pg_temp.move(10, 'enrolled');
select pg_temp.start_counting();
select pg_temp.move(10, 'enrolled');
create temporary table ten as select pg_temp.count_calls() as calls;
select pg_temp.start_counting();
select pg_temp.move(1000, 'enrolled');
create temporary table thousand as select pg_temp.count_calls() as calls;
select
    ten.calls - row.names = thousand.calls - row.names
    and (thousand.calls ->> 'award_referrals')::integer = 1
    and (thousand.calls ->> 'finish_referral_moves')::integer = 1
    and (thousand.calls ->> 'enqueue_referral_work')::integer = 1
    and (thousand.calls ->> 'credit_referral_awards')::integer = 1
    and (thousand.calls ->> 'expire_referral_leaderboards')::integer = 1
    and (thousand.calls ->> 'update_referral_ranking_optimized')::integer = 1000
from ten
cross join thousand
cross join (
    select array['update_referral_ranking_optimized', 'get_referral_tier_bonus'] as names
) as row;
select count(*) = 1020
from public.points_transactions as award
where award.category = 'referral';

-- test: Declining a thousand takes one call of all that follows.
select pg_temp.start_counting();
select pg_temp.move(1000, 'declined');
select
    pg_temp.count_calls() = '{
        "update_referral_ranking_optimized": 1000,
        "finish_referral_moves": 1,
        "announce_ranking_changes": 1,
        "enqueue_referral_work": 1
    }';

-- test: A thousand enrolled by one statement are awarded as a thousand by as many.
-- Each school's referrer has 500: 4 of 100 points, 5 of 125, 491 of 150.
select pg_temp.move(2000, 'enrolled');
select
    bool_and(
        ranking.successful_referrals = 1000
        and ranking.referral_points_earned = 5 * 100 + 5 * 125 + 990 * 150
    )
    and count(*) = 2
from public.user_rankings as ranking
where ranking.total_referrals > 0;
select
    count(*) = 2000
    and count(distinct award.reference_id) = 2000
from public.points_transactions as award
where award.category = 'referral';
select count(*) = 2000
from public.student_referrals as referral
where referral.points_transaction_id is not null;

-- test: A statement that moves some to enrolled and some to declined does right by both.
update public.student_referrals
set
    status = case
        when referrer_id = '10000000-0000-4000-8000-000000000001' then 'enrolled'
        else 'declined'
    end;
select
    array_agg(ranking.successful_referrals order by ranking.user_id) = '{1000,0}'
from public.user_rankings as ranking
where ranking.total_referrals > 0;
select
    string_agg(work.topic, ' ' order by work.topic)
    = 'award_achievements refresh_analytics refresh_analytics'
from public.referral_outbox as work;

-- test: Each statement of a transaction does its own moves and no others.
select pg_temp.move(150, 'enrolled');
select pg_temp.move(1, 'declined');
select pg_temp.move(220, 'enrolled');
select count(*) = 370 and count(distinct award.reference_id) = 370
from public.points_transactions as award
where award.category = 'referral';
select count(*) = 1
from public.student_referrals as referral
where referral.status = 'declined';

-- test: What a statement has moved is no work of the next one.
select pg_temp.move(1, 'declined');
update public.student_referrals set status = status;
select count(*) = 1 from public.referral_outbox;

-- test: Ids that somebody puts into the settings by hand are awarded nothing that is not due.
select
    set_config('referral_moves.noted', '2', true),
    set_config(
        'referral_moves.list_0',
        (select string_agg(referral.id::text, ',') from (
            select referral.id from public.student_referrals as referral limit 2
        ) as referral),
        true
    );
update public.student_referrals set status = status where id = md5('nobody')::uuid;
select count(*) = 0 from public.points_transactions as award where award.category = 'referral';

-- test: The optimized triggers fire at least 75 percent fewer times than the plain one.
-- 160 updates, 20 of which move a status and 10 of these are awarded. The plain trigger runs 160
-- times, and again for each award: 170. The optimized ones: 20 for the rows, 20 for the statements.
create function pg_temp.count_plain_day()
returns bigint
language plpgsql
as $$
declare
    v_calls bigint;
begin
    -- A variable outlives what the block undoes.
    begin
        drop trigger update_referral_metrics_optimized on public.student_referrals;
        drop trigger finish_referral_moves on public.student_referrals;
        create trigger update_referral_metrics
        after insert or update or delete on public.student_referrals
        for each row
        execute function public.update_referral_ranking();
        perform pg_temp.start_counting();
        perform pg_temp.work_a_day();
        v_calls := pg_temp.count_calls() ->> 'update_referral_ranking';
        raise exception using errcode = 'RDTST';
    exception
        when sqlstate 'RDTST' then null;
    end;

    return v_calls;
end;
$$;
create temporary table plain as select pg_temp.count_plain_day() as calls;
select pg_temp.start_counting();
select pg_temp.work_a_day();
create temporary table optimized as select pg_temp.count_calls() as calls;
select
    plain.calls = 170
    and (optimized.calls ->> 'update_referral_ranking_optimized')::integer = 20
    and (optimized.calls ->> 'finish_referral_moves')::integer = 20
    and 40 <= 0.25 * plain.calls
from plain
cross join optimized;

-- test: An update of notes fires no trigger at all.
select pg_temp.start_counting();
update public.student_referrals set contact_notes = 'Called.';
select pg_temp.count_calls() is null;
