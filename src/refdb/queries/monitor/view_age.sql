-- How old materialized views are, and for how long there has been what they do not show, in seconds.
select
    refresh.view_name,
    extract(epoch from clock_timestamp() - refresh.refreshed_at)::float8 as age,
    coalesce(extract(epoch from clock_timestamp() - refresh.stale_since), 0)::float8 as stale,
    refresh.duration_ms::float8 as duration_ms
from public.referral_view_refreshes as refresh
