-- Policies of row-level security.
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
    pg_get_expr(policy.polqual, policy.polrelid) as using,
    pg_get_expr(policy.polwithcheck, policy.polrelid) as check
from pg_policy as policy
