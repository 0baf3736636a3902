-- why: The application, its readers and its administrators get a role each, whose sessions end by
--   themselves what runs away, what waits for a lock too long and what somebody forgot.
-- depends: 0031_schedule_referral_jobs

-- Roles are the cluster's: one that is there already stays as it is, and another session may make
-- the same ones at this moment. Three may log in, because timeouts and a connection limit hold for
-- the role that logs in, and for no role that is taken on later. None has a password, so that none
-- gets in until somebody gives it one or another way in.
-- A limit of 40 lets two instances with 20 connections each run side by side.
do $$
declare
    v_role record;
begin
    for v_role in
        select
            wanted.name,
            wanted.attributes,
            wanted.comment
        from (
            values
                (
                    'referral_owner',
                    'nologin',
                    'Owns what runs with other rights than its caller''s; nobody works as it.'
                ),
                (
                    'referral_app',
                    'login connection limit 40',
                    'The application, at work for one organization a transaction.'
                ),
                (
                    'referral_readonly',
                    'login connection limit 10',
                    'Reads one organization a transaction, and changes nothing.'
                ),
                (
                    'referral_admin',
                    'login connection limit 5',
                    'Administers one organization a transaction.'
                )
        ) as wanted (name, attributes, comment)
        where to_regrole(wanted.name) is null
    loop
        begin
            execute format('create role %I %s', v_role.name, v_role.attributes);
            execute format('comment on role %I is %L', v_role.name, v_role.comment);
        exception
            when duplicate_object or unique_violation then
                null;
        end;
    end loop;

    -- Whom policies do not hold for must not be found behind these names.
    for v_role in
        select role.rolname as name
        from pg_roles as role
        where
            role.rolname ~ '^referral_(owner|app|readonly|admin)$'
            and (
                role.rolsuper
                or role.rolbypassrls
                or pg_has_role(role.rolname, current_user, 'member')
            )
    loop
        raise exception 'the role "%" is not bound by row-level security', v_role.name
            using
                errcode = 'invalid_role_specification',
                hint = 'Take superuser and bypassrls from it, and its membership in the role that'
                    ' migrates.';
    end loop;

    -- Who is no superuser must have its rights to give objects to it and to change them later.
    if not pg_has_role(current_user, 'referral_owner', 'usage') then
        execute format('grant referral_owner to %I', current_user);
    end if;
end;
$$;

-- Databases that came from before version 15 let everybody create here.
revoke create on schema public from public;

grant usage on schema public
    to referral_owner, referral_app, referral_readonly, referral_admin;

-- Timeouts are set in this database only, so that the same roles can have other limits in another, and so that the
-- rollback can take them back. They hold for sessions that begin after this.
-- Waiting for a lock takes 2 s of the application's 5 s for a statement at most. A reader's
-- transactions are read-only, so that functions that could store what they computed do not try to.
do $$
declare
    v_limit record;
begin
    for v_limit in
        select
            given.role,
            given.setting,
            given.value
        from (
            values
                ('referral_app', 'statement_timeout', '5s'),
                ('referral_app', 'lock_timeout', '2s'),
                ('referral_app', 'idle_in_transaction_session_timeout', '10s'),
                ('referral_readonly', 'statement_timeout', '30s'),
                ('referral_readonly', 'lock_timeout', '2s'),
                ('referral_readonly', 'idle_in_transaction_session_timeout', '60s'),
                ('referral_readonly', 'default_transaction_read_only', 'on'),
                ('referral_admin', 'statement_timeout', '60s'),
                ('referral_admin', 'lock_timeout', '5s'),
                ('referral_admin', 'idle_in_transaction_session_timeout', '60s')
        ) as given (role, setting, value)
    loop
        execute format(
            'alter role %I in database %I set %I = %L',
            v_limit.role,
            current_database(),
            v_limit.setting,
            v_limit.value
        );
    end loop;
end;
$$;
