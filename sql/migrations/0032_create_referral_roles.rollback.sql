-- loses: nothing; the roles stay, without any right in this database, because they belong to the
--   cluster: other databases may use them, and their passwords and members would not come back.
--   Nor does a right of everybody to create in the schema public come back

do $$
declare
    v_limit record;
begin
    for v_limit in
        select
            limited.role,
            given.setting
        from (
            values
                ('referral_app'),
                ('referral_readonly'),
                ('referral_admin')
        ) as limited (role)
        cross join (
            values
                ('statement_timeout'),
                ('lock_timeout'),
                ('idle_in_transaction_session_timeout'),
                ('default_transaction_read_only')
        ) as given (setting)
    loop
        execute format(
            'alter role %I in database %I reset %I',
            v_limit.role,
            current_database(),
            v_limit.setting
        );
    end loop;
end;
$$;

revoke usage on schema public
    from referral_owner, referral_app, referral_readonly, referral_admin;
