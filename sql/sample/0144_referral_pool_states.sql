-- purpose: What the application's two pools said when the time ended.
-- table: public.referral_pool_states

select
    'web-' || number as pool_name,
    20 - number * 3 as free_connections,
    '2026-09-01 00:00:00+00'::timestamptz as reported_at
from generate_series(1, 2) as number;
