-- Two schools, and functions that let a story happen with the plain forms or the optimized ones.
set enable_seqscan = off;
set enable_bitmapscan = off;

insert into public.organizations (id, name, slug, timezone)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first', 'UTC'),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second', 'Asia/Tashkent');

create function pg_temp.id_of(p_kind integer, p_number integer)
returns uuid
language sql
immutable
return (p_kind || '0000000-0000-4000-8000-' || lpad(p_number::text, 12, '0'))::uuid;

create temporary table referrer as
select
    referrer.number,
    pg_temp.id_of(1, referrer.number) as id,
    ('00000000-0000-4000-8000-00000000000' || referrer.school)::uuid as organization_id,
    referrer.kind
from (
    values
        (1, 'a', 'student'),
        (2, 'a', 'student'),
        (3, 'a', 'teacher'),
        (4, 'b', 'student')
) as referrer (number, school, kind);

insert into public.students (id, organization_id, code, full_name)
select referrer.id, referrer.organization_id, referrer.number::text, 'Somebody'
from referrer
where referrer.kind = 'student';
insert into public.teachers (id, organization_id, code, full_name)
select referrer.id, referrer.organization_id, referrer.number::text, 'Somebody'
from referrer
where referrer.kind = 'teacher';
insert into public.user_rankings (user_id, organization_id, user_type)
select referrer.id, referrer.organization_id, referrer.kind
from referrer;

-- Campaign 0 to 3 of the first school, 4 of the second; days are counted from 2026-03-01.
create function pg_temp.day(p_day integer)
returns timestamptz
language sql
immutable
return '2026-03-01 00:00:00+00'::timestamptz + p_day * interval '1 day';

create function pg_temp.run_campaigns(p_campaigns jsonb)
returns void
language sql
as $$
insert into public.referral_campaigns (
    id, organization_id, name, code, starts_at, ends_at, base_points, multiplier, max_referrals,
    is_active
)
select
    pg_temp.id_of(4, campaign.number),
    case campaign.number
        when 4 then '00000000-0000-4000-8000-00000000000b'::uuid
        else '00000000-0000-4000-8000-00000000000a'::uuid
    end,
    'Campaign',
    'C' || campaign.number,
    pg_temp.day(campaign.first_day),
    pg_temp.day(campaign.last_day),
    campaign.base_points,
    campaign.multiplier,
    campaign.cap,
    campaign.is_active
from jsonb_to_recordset(p_campaigns) as campaign (
    number integer, first_day integer, last_day integer, base_points integer, multiplier numeric,
    cap integer, is_active boolean
);
insert into public.referral_campaign_participants (campaign_id, organization_id, user_id)
select pg_temp.id_of(4, (campaign.value ->> 'number')::integer), referrer.organization_id, referrer.id
from jsonb_array_elements(p_campaigns) as campaign (value)
cross join jsonb_array_elements_text(campaign.value -> 'participants') as participant (number)
inner join referrer
    on referrer.number = participant.number::integer
inner join public.referral_campaigns as running
    on
        running.id = pg_temp.id_of(4, (campaign.value ->> 'number')::integer)
        and running.organization_id = referrer.organization_id;
$$;

create function pg_temp.refer(p_rows jsonb)
returns void
language sql
as $$
insert into public.student_referrals (
    id, organization_id, referrer_id, referrer_type, campaign_id, referred_student_name,
    referred_student_phone, status, created_at, enrollment_date
)
select
    pg_temp.id_of(3, entered.number),
    referrer.organization_id,
    referrer.id,
    referrer.kind,
    campaign.id,
    'Somebody',
    '+998901234567',
    entered.status,
    pg_temp.day(entered.day),
    case entered.status when 'enrolled' then '2026-06-01'::date end
from jsonb_to_recordset(p_rows) as entered (
    number integer, referrer integer, campaign integer, status text, day integer
)
inner join referrer
    on referrer.number = entered.referrer
left join public.referral_campaigns as campaign
    on
        campaign.id = pg_temp.id_of(4, entered.campaign)
        and campaign.organization_id = referrer.organization_id
order by entered.number;
$$;

-- Only the moves that are legal, in the order of the ids: the order decides who gets the cap.
create function pg_temp.move(p_numbers integer[], p_status text)
returns void
language sql
as $$
update public.student_referrals as referral
set
    status = p_status,
    enrollment_date = case p_status when 'enrolled' then '2026-06-02'::date end
where
    referral.id = any(array(
        select pg_temp.id_of(3, number) from unnest(p_numbers) as number order by number
    ))
    and referral.deleted_at is null
    and referral.status = case p_status when 'contacted' then 'pending' else 'contacted' end;
$$;

create function pg_temp.hide(p_numbers integer[], p_hidden boolean)
returns void
language sql
as $$
update public.student_referrals as referral
set deleted_at = case when p_hidden then '2026-06-03'::timestamptz end
where
    referral.id = any(array(select pg_temp.id_of(3, number) from unnest(p_numbers) as number))
    and referral.status <> 'enrolled';
$$;

create function pg_temp.remove(p_numbers integer[])
returns void
language sql
as $$
delete from public.student_referrals as referral
where
    referral.id = any(array(select pg_temp.id_of(3, number) from unnest(p_numbers) as number))
    and referral.status <> 'enrolled';
$$;

create function pg_temp.bulk(p_numbers integer[], p_is_plain boolean)
returns text
language plpgsql
as $$
declare
    v_ids uuid[] := array(select pg_temp.id_of(3, number) from unnest(p_numbers) as number);
begin
    -- An enrollment of today would differ between two runs that midnight lies between.
    if p_is_plain then
        return (
            select done.processed || ' ' || done.failed
            from public.process_referrals(v_ids) as done
        );
    end if;
    return (
        select done.processed || ' ' || done.failed
        from public.bulk_process_referrals(v_ids) as done
    );
end;
$$;

create function pg_temp.use_plain_triggers()
returns void
language plpgsql
as $$
declare
    v_trigger record;
begin
    -- Whatever keeps the totals and awards goes; what refuses illegal changes stays.
    for v_trigger in
        select trigger.tgname as name
        from pg_catalog.pg_trigger as trigger
        where
            trigger.tgrelid = 'public.student_referrals'::regclass
            and not trigger.tgisinternal
            and trigger.tgname !~ '^(reject|fill)_'
    loop
        execute format('drop trigger %I on public.student_referrals', v_trigger.name);
    end loop;
    create trigger update_referral_metrics
    after insert or update or delete on public.student_referrals
    for each row
    execute function public.update_referral_ranking();
end;
$$;

create function pg_temp.read_story()
returns jsonb
language sql
as $$
select jsonb_build_object(
    'rankings', (
        select jsonb_agg(to_jsonb(ranking) - 'created_at' - 'updated_at' order by ranking.user_id)
        from public.user_rankings as ranking
    ),
    'referrals', (
        select
            jsonb_agg(
                to_jsonb(referral) - 'created_at' - 'updated_at' - 'points_transaction_id'
                order by referral.id
            )
        from public.student_referrals as referral
    ),
    'awards', (
        select
            jsonb_agg(
                to_jsonb(award) - 'id' - 'created_at'
                order by award.reference_id, award.user_id
            )
        from public.points_transactions as award
    ),
    'achievements', (
        select
            jsonb_agg(
                to_jsonb(achievement) - 'earned_at'
                order by achievement.user_id, achievement.achievement_id
            )
        from public.student_achievements as achievement
    ),
    'dashboards', (
        select jsonb_agg(public.get_student_referral_dashboard(referrer.id) order by referrer.number)
        from referrer
        where referrer.kind = 'student'
    )
)
$$;

create function pg_temp.price(p_is_plain boolean, p_referral_id uuid, p_campaign_id uuid)
returns text
language plpgsql
as $$
begin
    if p_is_plain then
        return (
            select points::text
            from public.calculate_referral_points(p_referral_id, p_campaign_id) as points
        );
    end if;
    return (
        select points::text
        from public.calculate_referral_points_optimized(p_referral_id, p_campaign_id) as points
    );
exception
    when others then return sqlstate;
end;
$$;

-- Every referral, one that is unknown and none, each by its own campaign, every other and an unknown.
create function pg_temp.find_differences()
returns jsonb
language sql
as $$
select coalesce(jsonb_agg(difference.value order by difference.value), '[]')
from (
    select
        jsonb_build_array(
            referral.id,
            campaign.id,
            pg_temp.price(true, referral.id, campaign.id),
            pg_temp.price(false, referral.id, campaign.id)
        ) as value
    from (
        select known.id from public.student_referrals as known
        union all
        values (pg_temp.id_of(3, 9999)), (null)
    ) as referral
    cross join (
        select known.id from public.referral_campaigns as known
        union all
        values (pg_temp.id_of(4, 9999)), (null)
    ) as campaign
    where
        pg_temp.price(true, referral.id, campaign.id)
        is distinct from pg_temp.price(false, referral.id, campaign.id)
    union all
    select
        jsonb_build_array(
            referrer.id,
            public.get_student_referral_dashboard_plain(referrer.id),
            public.get_student_referral_dashboard(referrer.id)
        ) as value
    from referrer
    where
        referrer.kind = 'student'
        and public.get_student_referral_dashboard_plain(referrer.id)
        <> public.get_student_referral_dashboard(referrer.id)
    union all
    select to_jsonb(board.*) as value
    from (values ('all'), ('month'), ('week')) as period (name)
    cross join public.organizations as organization
    cross join lateral (
        (
            select * from public.get_referral_leaderboard(organization.id, period.name, 100)
            except
            select * from public.get_referral_leaderboard_cached(organization.id, period.name, 100)
        )
        union all
        (
            select * from public.get_referral_leaderboard_cached(organization.id, period.name, 100)
            except
            select * from public.get_referral_leaderboard(organization.id, period.name, 100)
        )
    ) as board
) as difference
$$;

-- What was kept while the story happened, counted anew.
create function pg_temp.is_counted_right()
returns boolean
language sql
as $$
select bool_and(
    ranking.total_referrals = counted.referrals
    and ranking.successful_referrals = counted.successes
    and ranking.referral_points_earned = counted.points
    and counted.successes = counted.awards
    and counted.points = counted.ledger
)
from public.user_rankings as ranking
cross join lateral (
    select
        count(*) as referrals,
        count(*) filter (where referral.status = 'enrolled') as successes,
        coalesce(sum(referral.points_awarded), 0) as points,
        (
            select count(*)
            from public.points_transactions as award
            where award.user_id = ranking.user_id and award.category = 'referral'
        ) as awards,
        (
            select coalesce(sum(award.points_amount), 0)
            from public.points_transactions as award
            where award.user_id = ranking.user_id and award.category = 'referral'
        ) as ledger
    from public.student_referrals as referral
    where referral.referrer_id = ranking.user_id and referral.deleted_at is null
) as counted
$$;
