-- loses: nothing

-- Made by `refdb make` from the object files.

drop function public.add_referral_metrics_partition(date);
drop function public.get_referral_alerts(interval);
drop function public.get_referral_percentiles(timestamp with time zone, timestamp with time zone);
drop function public.maintain_referral_metrics(integer, integer);
drop function public.record_referral_metric(text, numeric, bigint, boolean);
drop function public.record_referral_pool(text, integer);
