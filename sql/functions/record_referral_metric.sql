-- purpose: Enters how long a call took.
-- volatile: writes the metrics

-- A measurement never fails what it measures: what no metric can be is not entered.
create or replace function public.record_referral_metric(
    p_query_type text,
    p_execution_time_ms numeric,
    p_rows_affected bigint default null,
    p_is_error boolean default false
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    insert into public.referral_performance_metrics (
        query_type,
        execution_time_ms,
        rows_affected,
        is_error
    )
    select
        p_query_type,
        p_execution_time_ms,
        p_rows_affected,
        coalesce(p_is_error, false)
    where
        p_query_type ~ '^[a-z][a-z0-9_]*$'
        and char_length(p_query_type) <= 50
        and p_execution_time_ms >= 0
        and p_execution_time_ms < 1000000000
        and (p_rows_affected is null or p_rows_affected >= 0);
end;

comment on function public.record_referral_metric(text, numeric, bigint, boolean) is
    'Enters a duration in milliseconds, with the rows and whether it failed; nothing for a query'
    ' type that is no snake_case word, or a number below 0.';

revoke all on function public.record_referral_metric(text, numeric, bigint, boolean) from public;
grant execute on function public.record_referral_metric(text, numeric, bigint, boolean)
    to referral_app, referral_admin;
