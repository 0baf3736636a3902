-- purpose: In each school a campaign of 60 days in each 91, of which the last two are switched on.
-- table: public.referral_campaigns

with
setting as (
    select
        current_setting('sample.seed') as seed,
        current_setting('sample.rows')::bigint as referrals,
        greatest(5, current_setting('sample.rows')::bigint / 20000) as organizations
),

campaign as (
    select
        organization,
        quarter,
        '2024-09-01 00:00:00+00'::timestamptz
        + quarter * 91 * 86400 * '1 second'::interval as starts_at
    from setting
    cross join generate_series(0, setting.organizations - 1) as organization
    cross join generate_series(0, 8) as quarter
)

select
    md5(setting.seed || ':campaign:' || campaign.organization || ':' || campaign.quarter)::uuid
        as id,
    md5(setting.seed || ':organization:' || campaign.organization)::uuid as organization_id,
    ('{Bring a friend,Winter start,Spring intake,Summer school}'::text[])
        [1 + campaign.quarter % 4] as name,
    'CAMPAIGN-' || (campaign.quarter + 1) as code,
    campaign.starts_at,
    campaign.starts_at + 60 * 86400 * '1 second'::interval as ends_at,
    100 as base_points,
    ('{1.00,1.50,1.25,2.00}'::numeric[])[1 + campaign.quarter % 4] as multiplier,
    -- Far above what the largest school refers in a quarter.
    case
        when campaign.quarter % 2 = 0 then (setting.referrals / 10 + 500)::integer
    end as max_referrals,
    campaign.quarter >= 7 as is_active,
    md5(setting.seed || ':profile:' || campaign.organization * 4)::uuid as created_by,
    campaign.starts_at - 20 * 86400 * '1 second'::interval as created_at,
    campaign.starts_at - 20 * 86400 * '1 second'::interval as updated_at
from setting
cross join campaign;
