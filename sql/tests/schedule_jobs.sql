-- test: Nine jobs are registered, no more and no less, and all of them are active.
select count(*) = 9 and bool_and(job.active)
from cron.job as job;

-- test: Each job runs when it should.
select
    string_agg(job.jobname || ' ' || job.schedule, ', ' order by job.jobname)
    = 'analyze_referral_tables 0 3 * * *, clean_referral_leaderboard_cache 0 * * * *, '
    'clean_referral_outbox 30 3 * * *, drain_referral_outbox * * * * *, '
    'enqueue_recent_referrers 30 2 * * *, maintain_referral_metrics 10 * * * *, '
    'refresh_referral_analytics */5 * * * *, reindex_student_referrals 0 4 * * 0, '
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
select count(*) = 6
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

-- test: The reindex job is one statement, which waits for no writer and names an existing table.
select
    job.command = 'reindex table concurrently public.student_referrals'
    and to_regclass('public.student_referrals') is not null
from cron.job as job
where job.jobname = 'reindex_student_referrals';

-- test: Scheduling a job again under its name does not make a second one.
select
    cron.schedule(
        'clean_referral_leaderboard_cache',
        '0 * * * *',
        'select public.clean_referral_leaderboard_cache()'
    ) is not null;
select count(*) = 9 from cron.job;

-- test: The drain is a call, because it commits, and names a procedure that exists.
select
    job.command = 'call public.drain_referral_outbox()'
    and to_regprocedure('public.drain_referral_outbox()') is not null
from cron.job as job
where job.jobname = 'drain_referral_outbox';
