-- Makes the functions of pg_cron 1.4 in a schema cron, which record jobs and run none.

create function cron.stand_in_check_user(p_user text)
returns void
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_can_log_in boolean := (select r.rolcanlogin from pg_roles as r where r.rolname = p_user);
begin
    if v_can_log_in is null then
        raise exception 'role "%" does not exist', p_user using errcode = 'XX000';
    end if;
    if not v_can_log_in then
        raise exception 'role "%" can not log in', p_user
            using errcode = 'XX000',
                detail = 'Jobs may only be run by roles that have the LOGIN attribute.';
    end if;
end
$$;
comment on function cron.stand_in_check_user(text) is
    'Raises XX000 for a role that cannot run jobs.';

create function cron.stand_in_check_database(p_user text, p_database text)
returns void
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if not has_database_privilege(p_user, p_database, 'connect') then
        raise exception 'User % does not have CONNECT privilege on %', p_user, p_database
            using errcode = 'XX000';
    end if;
end
$$;
comment on function cron.stand_in_check_database(text, text) is
    'Raises XX000 where a user may not connect, 3D000 where there is no such database.';

create function cron.stand_in_is_superuser(p_user text)
returns boolean
language sql
stable
parallel safe
called on null input
security invoker
return (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = p_user);
comment on function cron.stand_in_is_superuser(text) is 'Whether a role is a superuser.';

-- What pg_cron's functions do as the extension's owner, they do here by calling one of the next
-- three, which are told who called.
create function cron.stand_in_put(
    p_caller text,
    p_name text,
    p_schedule text,
    p_command text,
    p_database text,
    p_user text,
    p_active boolean
)
returns bigint
language plpgsql
volatile
parallel unsafe
called on null input
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_database text := coalesce(p_database, current_database());
    v_user text := coalesce(p_user, p_caller);
    v_job_id bigint;
begin
    if p_schedule is null then
        raise exception 'schedule can not be NULL' using errcode = 'XX000';
    end if;
    if p_command is null then
        raise exception 'command can not be NULL' using errcode = 'XX000';
    end if;
    perform cron.stand_in_check_schedule(p_schedule);
    if p_user is not null then
        if not cron.stand_in_is_superuser(p_caller) then
            raise exception 'must be superuser to create a job for another role'
                using errcode = 'XX000';
        end if;
        perform cron.stand_in_check_user(p_user);
    end if;
    perform cron.stand_in_check_database(v_user, v_database);
    insert into cron.job as j (schedule, command, nodeport, database, username, active, jobname)
    values (
        p_schedule,
        p_command,
        current_setting('port')::integer,
        v_database,
        v_user,
        coalesce(p_active, true),
        p_name
    )
    on conflict on constraint jobname_username_uniq do update
    set
        schedule = excluded.schedule,
        command = excluded.command
    returning j.jobid into v_job_id;
    return v_job_id;
end
$$;
comment on function cron.stand_in_put(text, text, text, text, text, text, boolean) is
    'Records a job, or replaces schedule and command of the one with the same name and owner.';

create function cron.stand_in_remove(p_caller text, p_job_id bigint, p_name name)
returns boolean
language plpgsql
volatile
parallel unsafe
called on null input
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_job_id bigint;
    v_owner text;
begin
    select j.jobid, j.username
    into v_job_id, v_owner
    from cron.job as j
    where j.jobid = p_job_id or (j.jobname = p_name and j.username = p_caller);
    if v_job_id is null then
        raise exception 'could not find valid entry for job %',
            coalesce(p_job_id::text, quote_literal(p_name))
            using errcode = 'XX000';
    end if;
    if lower(v_owner) <> lower(p_caller)
        and not has_table_privilege(p_caller, 'cron.job', 'delete') then
        raise exception 'permission denied for table job' using errcode = '42501';
    end if;
    delete from cron.job as j where j.jobid = v_job_id;
    return true;
end
$$;
comment on function cron.stand_in_remove(text, bigint, name) is
    'Removes a job by its id, or by its name among the caller''s own.';

create function cron.stand_in_alter(
    p_caller text,
    p_job_id bigint,
    p_schedule text,
    p_command text,
    p_database text,
    p_user text,
    p_active boolean
)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_job_id is null then
        raise exception 'job_id can not be NULL' using errcode = 'XX000';
    end if;
    if p_user is not null then
        if not cron.stand_in_is_superuser(p_caller) then
            raise exception 'must be superuser to alter username' using errcode = 'XX000';
        end if;
        perform cron.stand_in_check_user(p_user);
    end if;
    if p_database is not null then
        perform cron.stand_in_check_database(coalesce(p_user, p_caller), p_database);
    end if;
    if p_schedule is not null then
        perform cron.stand_in_check_schedule(p_schedule);
    end if;
    if num_nonnulls(p_schedule, p_command, p_database, p_user, p_active) = 0 then
        raise exception 'no updates specified'
            using errcode = 'XX000',
                hint = 'You must specify at least one job attribute to change when calling '
                    'alter_job';
    end if;
    update cron.job as j
    set
        schedule = coalesce(p_schedule, j.schedule),
        command = coalesce(p_command, j.command),
        database = coalesce(p_database, j.database),
        username = coalesce(p_user, j.username),
        active = coalesce(p_active, j.active)
    where j.jobid = p_job_id
        and (j.username = p_caller or cron.stand_in_is_superuser(p_caller));
    if not found then
        raise exception 'Job % does not exist or you don''t own it', p_job_id
            using errcode = 'XX000';
    end if;
end
$$;
comment on function cron.stand_in_alter(text, bigint, text, text, text, text, boolean) is
    'Changes what is given of a job.';

create function cron.schedule(schedule text, command text)
returns bigint
language sql
volatile
parallel unsafe
strict
security invoker
return cron.stand_in_put(current_user, null, schedule, command, null, null, true);
comment on function cron.schedule(text, text) is 'Records a job. Nothing runs it.';

create function cron.schedule(job_name text, schedule text, command text)
returns bigint
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if job_name is null then
        raise exception 'job_name can not be NULL' using errcode = 'XX000';
    end if;
    return cron.stand_in_put(current_user, job_name, schedule, command, null, null, true);
end
$$;
comment on function cron.schedule(text, text, text) is
    'Records a job, or replaces the one with the same name and owner. Nothing runs it.';

create function cron.schedule_in_database(
    job_name text,
    schedule text,
    command text,
    database text,
    username text default null,
    active boolean default true
)
returns bigint
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if job_name is null then
        raise exception 'job_name can not be NULL' using errcode = 'XX000';
    end if;
    return cron.stand_in_put(
        current_user, job_name, schedule, command, database, username, active
    );
end
$$;
comment on function cron.schedule_in_database(text, text, text, text, text, boolean) is
    'Records a job for another database. Nothing runs it.';
revoke all on function cron.schedule_in_database(text, text, text, text, text, boolean) from public;

create function cron.unschedule(job_id bigint)
returns boolean
language sql
volatile
parallel unsafe
strict
security invoker
return cron.stand_in_remove(current_user, job_id, null);
comment on function cron.unschedule(bigint) is 'Removes a job by its id.';

create function cron.unschedule(job_name name)
returns boolean
language sql
volatile
parallel unsafe
strict
security invoker
return cron.stand_in_remove(current_user, null, job_name);
comment on function cron.unschedule(name) is 'Removes a job of the caller by its name.';

create function cron.alter_job(
    job_id bigint,
    schedule text default null,
    command text default null,
    database text default null,
    username text default null,
    active boolean default null
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
return cron.stand_in_alter(current_user, job_id, schedule, command, database, username, active);
comment on function cron.alter_job(bigint, text, text, text, text, boolean) is
    'Changes what is given of a job.';
revoke all on function cron.alter_job(bigint, text, text, text, text, boolean) from public;
