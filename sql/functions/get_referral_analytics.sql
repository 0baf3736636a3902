-- purpose: Answers analytics by student, month, campaign or source, and says how old they are.
-- requires: raise_referral_error, referral_analytics
-- allow: style/LT05 the comment is in the catalog as it is, and one line of it is longer

-- The shape: {"by", "since", "until", "refreshed_at", "age_seconds", "stale_since", "rows":
-- [{"key", "name", "total_referrals", "pending_referrals", "contacted_referrals",
-- "successful_referrals", "declined_referrals", "conversion_rate", "points_awarded",
-- "last_referred_at"}]}. Months come in their order, everything else with the most successes
-- first; at most 1000 rows. refreshed_at and
-- age_seconds are null before the first refresh by refresh_referral_analytics; stale_since is null
-- as long as no status is known to have moved since.
create or replace function public.get_referral_analytics(
    p_organization_id uuid,
    p_by text,
    p_since date default null,
    p_until date default null
)
returns jsonb
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rows jsonb;
    v_analytics jsonb;
begin
    if (p_by in ('campaign', 'month', 'source', 'student')) is not true then
        perform public.raise_referral_error('RD030', format('The dimension is %L.', p_by));
    end if;

    if
        not exists (
            select
            from public.organizations as organization
            where
                organization.id = p_organization_id
                and organization.deleted_at is null
        )
    then
        perform public.raise_referral_error(
            'RD006',
            format('The organization is %L.', p_organization_id)
        );
    end if;

    with summed as (
        select
            case p_by
                when 'campaign' then analytics.campaign_id::text
                when 'month' then to_char(analytics.month, 'YYYY-MM')
                when 'source' then analytics.source
                else analytics.referrer_id::text
            end as key,
            sum(analytics.total_referrals) as total_referrals,
            sum(analytics.pending_referrals) as pending_referrals,
            sum(analytics.contacted_referrals) as contacted_referrals,
            sum(analytics.successful_referrals) as successful_referrals,
            sum(analytics.declined_referrals) as declined_referrals,
            sum(analytics.points_awarded) as points_awarded,
            max(analytics.last_referred_at) as last_referred_at
        from public.referral_analytics as analytics
        where
            analytics.organization_id = p_organization_id
            and (p_since is null or analytics.month >= date_trunc('month', p_since::timestamp))
            and (p_until is null or analytics.month <= p_until)
            and (p_by <> 'student' or analytics.referrer_type = 'student')
        group by key
    ),
    best as (
        select
            summed.*,
            row_number() over (
                order by
                    case when p_by = 'month' then summed.key end,
                    summed.successful_referrals desc,
                    summed.total_referrals desc,
                    summed.key
            ) as place
        from summed
        order by place
        limit 1000
    )
    select
        jsonb_agg(
            jsonb_build_object(
                'key', best.key,
                'name', case p_by
                    when 'campaign' then campaign.name
                    when 'student' then student.full_name
                    else best.key
                end,
                'total_referrals', best.total_referrals,
                'pending_referrals', best.pending_referrals,
                'contacted_referrals', best.contacted_referrals,
                'successful_referrals', best.successful_referrals,
                'declined_referrals', best.declined_referrals,
                'conversion_rate', round(
                    100.0 * best.successful_referrals / best.total_referrals,
                    2
                ),
                'points_awarded', best.points_awarded,
                'last_referred_at', best.last_referred_at
            )
            order by best.place
        )
    into v_rows
    from best
    left join public.referral_campaigns as campaign
        on campaign.id = case when p_by = 'campaign' then best.key::uuid end
    -- Who is deleted keeps the place and loses the name.
    left join public.students as student
        on
            student.id = case when p_by = 'student' then best.key::uuid end
            and student.deleted_at is null;

    select
        jsonb_build_object(
            'by', p_by,
            'since', p_since,
            'until', p_until,
            'refreshed_at', refresh.refreshed_at,
            'age_seconds', extract(epoch from clock_timestamp() - refresh.refreshed_at)::integer,
            'stale_since', refresh.stale_since,
            'rows', coalesce(v_rows, '[]')
        )
    into v_analytics
    from (values ('mv_referral_analytics')) as requested (view_name)
    left join public.referral_view_refreshes as refresh
        on refresh.view_name = requested.view_name;

    return v_analytics;
end;
$$;

comment on function public.get_referral_analytics(uuid, text, date, date) is
    'The current organization''s referrals by campaign, month, source or student, of the months from p_since'
    ' to p_until, with their age; RD006 or RD030 for a wrong argument.';

revoke all on function public.get_referral_analytics(uuid, text, date, date) from public;
grant execute on function public.get_referral_analytics(uuid, text, date, date)
    to referral_app, referral_readonly, referral_admin;
