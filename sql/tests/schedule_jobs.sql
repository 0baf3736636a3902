-- test: Eleven jobs are registered, no more and no less, and all of them are active.
select count(*) = 11 and bool_and(job.active)
from cron.job as job;

-- test: Each job runs when it should.
select
    string_agg(job.jobname || ' ' || job.schedule, ', ' order by job.jobname)
    = 'analyze_referral_tables 0 3 * * *, choose_referral_index */5 4-5 * * 0, '
    'clean_referral_leaderboard_cache 0 * * * *, '
    'clean_referral_outbox 30 3 * * *, drain_referral_outbox * * * * *, '
    'drop_broken_referral_indexes 20 * * * *, '
    'enqueue_recent_referrers 30 2 * * *, maintain_referral_metrics 10 * * * *, '
    'rebuild_referral_index 1-59/5 4-5 * * 0, refresh_referral_analytics */5 * * * *, '
    'sample_referral_cache */5 * * * *'
from cron.job as job;

-- test: The commands of the functions run as they are registered.
do $$
declare
    v_job record;
begin
    for v_job in
        select job.command
        from cron.job as job
        where job.command ~ '^select '
    loop
        execute v_job.command;
    end loop;
end;
$$;
select count(*) = 8
from cron.job as job
where job.command ~ '^select public\.[a-z_]+\(\)$';

-- test: The statistics job runs as it is registered, and names tables that exist.
do $$
declare
    v_command text;
begin
    select job.command
    into v_command
    from cron.job as job
    where job.jobname = 'analyze_referral_tables';

    execute v_command;
end;
$$;
select relation.reltuples >= 0
from pg_class as relation
where relation.oid = 'public.student_referrals'::regclass;

-- test: The rebuilding job has nothing to do until an index is chosen.
select job.command = $$select 'no index is bloated'$$
from cron.job as job
where job.jobname = 'rebuild_referral_index';

-- test: Scheduling a job again under its name does not make a second one.
select
    cron.schedule(
        'clean_referral_leaderboard_cache',
        '0 * * * *',
        'select public.clean_referral_leaderboard_cache()'
    ) is not null;
select count(*) = 11 from cron.job;

-- test: The drain is a call, because it commits, and names a procedure that exists.
select
    job.command = 'call public.drain_referral_outbox()'
    and to_regprocedure('public.drain_referral_outbox()') is not null
from cron.job as job
where job.jobname = 'drain_referral_outbox';
