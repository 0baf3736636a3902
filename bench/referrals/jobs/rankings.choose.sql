-- Organizations whose students are ranked.
select array_agg(chosen.id)
from (
    select organization.id
    from public.organizations as organization
    order by md5(organization.id::text)
    limit 20
) as chosen
