-- loses: the source of each referral, which measured calls failed, and since when the analytics
--   are known to be behind

comment on column public.referral_outbox.attempts is
    'How often a worker has tried.';
comment on column public.referral_outbox.available_at is
    'Not to be tried before; moved on after a failure.';

drop index public.referral_outbox_processed_at_where_processed_idx;

alter table public.referral_view_refreshes drop column stale_since;
alter table public.referral_performance_metrics drop column is_error;
alter table public.student_referrals drop column source;
