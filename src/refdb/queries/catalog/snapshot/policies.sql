-- Policies of row-level security.
-- Of a table that is gone pg_get_expr answers null, as if there were no condition: that is an error.
select
    'policy' as kind,
    quote_ident(policy.polname) as name,
    policy.oid as objid,
    0 as subid,
    policy.polrelid as holder,
    case when not policy.polpermissive then true end as restrictive,
    case policy.polcmd
        when 'r' then 'select'
        when 'a' then 'insert'
        when 'w' then 'update'
        when 'd' then 'delete'
        else 'all'
    end as command,
    case
        when policy.polroles = '{0}' then '{public}'
        else (
            select
                array_agg(
                    case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end
                    order by case role when 0 then 'public' else pg_get_userbyid(role) end
                )
            from unnest(policy.polroles) as role
        )
    end as roles,
    coalesce(
        pg_get_expr(policy.polqual, policy.polrelid),
        case when policy.polqual is not null then ('gone.' || policy.polrelid)::regclass::text end
    ) as using,
    coalesce(
        pg_get_expr(policy.polwithcheck, policy.polrelid),
        case
            when policy.polwithcheck is not null then ('gone.' || policy.polrelid)::regclass::text
        end
    ) as check
from pg_policy as policy
