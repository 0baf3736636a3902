-- Tells the transaction for whom it works, and how long a statement may take.
select
    set_config('app.organization_id', %(tenant_organization)s, true),
    set_config('app.user_id', %(tenant_user)s, true),
    set_config('statement_timeout', %(statement_timeout)s, true)
