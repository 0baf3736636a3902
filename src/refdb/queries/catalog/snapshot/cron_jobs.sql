-- Jobs of pg_cron or its stand-in in this database; of jobs with one name, each user's next has a number.
select
    'cron job' as kind,
    null::oid as space,
    coalesce(job.jobname, '(' || job.schedule || ') ' || job.command) as name,
    ' #' || nullif(row_number() over same, 1) as suffix,
    job.jobid as objid,
    quote_ident(job.username) as owner,
    job.schedule,
    job.command,
    case when not job.active then true end as inactive
from jsonb_to_recordset(nullif(current_setting('refdb.cron_jobs', true), '')::jsonb) as job (
    jobid bigint,
    jobname text,
    username text,
    schedule text,
    command text,
    active boolean
)
window same as (
    partition by coalesce(job.jobname, '(' || job.schedule || ') ' || job.command)
    order by job.username, job.jobid
)
