-- Answers a student's dashboard as text, for the tenant, in one statement.
with tenant as materialized (
    -- The settings first, then the function, which gets one of them so that it cannot come before.
    select
        set_config('app.organization_id', %(tenant_organization)s, true) as organization_id,
        set_config('app.user_id', %(tenant_user)s, true) as user_id
)

select
    case
        when tenant.organization_id <> ''
            then public.get_student_referral_dashboard(%(student_id)s)::text
    end
from tenant
