-- why: Measured times are written often and kept for a short while, so old days go as a whole.
-- depends: 0008_create_referral_leaderboard_cache

create table public.referral_performance_metrics (
    id uuid not null default gen_random_uuid(),
    query_type text not null,
    execution_time_ms numeric(12, 3) not null,
    rows_affected bigint,
    created_at timestamptz not null default now(),
    constraint referral_performance_metrics_pkey primary key (created_at, id),
    constraint referral_performance_metrics_query_type_is_snake_case_check
        check (query_type ~ '^[a-z][a-z0-9_]*$' and char_length(query_type) <= 50),
    constraint referral_performance_metrics_duration_is_not_negative_check
        check (execution_time_ms >= 0),
    constraint referral_performance_metrics_rows_are_not_negative_check
        check (rows_affected >= 0)
) partition by range (created_at);

-- The days' partitions are made ahead of time by whoever runs the database: a list of days in
-- this file would be over by the time that somebody applies it, and one made from today's date
-- would give another schema every day. This partition takes the rows of any day without its own,
-- for a measurement must never fail what it measures. It is meant to stay empty, because adding
-- a day's partition reads it.
create table public.referral_performance_metrics_default
    partition of public.referral_performance_metrics default;

-- Made on the partition first, so that it has a name of its own; the table's index adopts it.
create index referral_performance_metrics_default_created_at_where_slow_idx
    on public.referral_performance_metrics_default (created_at desc)
    include (query_type, execution_time_ms)
    where execution_time_ms > 100;
create index referral_performance_metrics_created_at_where_slow_idx
    on public.referral_performance_metrics (created_at desc)
    include (query_type, execution_time_ms)
    where execution_time_ms > 100;

comment on table public.referral_performance_metrics is
    'How long the referral queries took; of all organizations, without any of their data.';
comment on column public.referral_performance_metrics.query_type is
    'Which query was measured, such as dashboard or point_calculation.';
comment on column public.referral_performance_metrics.execution_time_ms is
    'Duration in milliseconds, to the microsecond.';
comment on column public.referral_performance_metrics.rows_affected is
    'Rows returned or changed; null when nobody counted them.';
comment on column public.referral_performance_metrics.created_at is
    'When the measurement ended; decides the partition, one a day (UTC).';
comment on table public.referral_performance_metrics_default is
    'The rows of any day that has no partition of its own.';
comment on index public.referral_performance_metrics_created_at_where_slow_idx is
    'The slow ones: over 100 ms.';
