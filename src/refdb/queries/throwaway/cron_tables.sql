-- Makes a schema cron with the tables of pg_cron 1.4, for a stand-in that records jobs and runs none.
create schema cron;
comment on schema cron is
    'refdb''s stand-in for pg_cron: jobs are recorded, never run. Only throwaways and development databases have it.';

create sequence cron.jobid_seq;
create sequence cron.runid_seq;
grant select on sequence cron.jobid_seq, cron.runid_seq to public;

create table cron.job (
    jobid bigint not null default nextval('cron.jobid_seq'),
    schedule text not null,
    command text not null,
    nodename text not null default 'localhost',
    nodeport integer not null default inet_server_port(),
    database text not null default current_database(),
    username text not null default current_user,
    active boolean not null default true,
    jobname name,
    constraint job_pkey primary key (jobid),
    constraint jobname_username_uniq unique (jobname, username)
);
comment on table cron.job is 'Jobs of refdb''s stand-in for pg_cron. Nothing runs them.';
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);
grant select on table cron.job to public;

create table cron.job_run_details (
    jobid bigint,
    runid bigint not null default nextval('cron.runid_seq'),
    job_pid integer,
    database text,
    username text,
    command text,
    status text,
    return_message text,
    start_time timestamptz,
    end_time timestamptz,
    constraint job_run_details_pkey primary key (runid)
);
comment on table cron.job_run_details is
    'Runs of jobs. Always empty: refdb''s stand-in for pg_cron runs nothing.';
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);
grant select, delete on table cron.job_run_details to public;

create function cron.job_cache_invalidate()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return null;
end
$$;
comment on function cron.job_cache_invalidate() is 'Does nothing: the stand-in has no cache.';

create trigger cron_job_cache_invalidate
    after insert or update or delete or truncate on cron.job
    for each statement execute function cron.job_cache_invalidate();
