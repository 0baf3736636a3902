-- Puts pg_cron's jobs in a setting, where there is pg_cron: a query may not name a table that is not there.
do $$
begin
    perform set_config('refdb.cron_jobs', '', true);
    if to_regclass('cron.job') is not null then
        execute $query$
            select set_config('refdb.cron_jobs', coalesce(jsonb_agg(to_jsonb(job))::text, ''), true)
            from (
                select job.jobid, job.jobname, job.username, job.schedule, job.command, job.active
                from cron.job
                where job.database = current_database()
            ) as job
        $query$;
    end if;
end
$$
