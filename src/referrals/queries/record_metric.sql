-- Enters how long a call took, for the database's own percentiles and alerts.
select public.record_referral_metric(%(query_type)s, %(milliseconds)s::numeric, null, %(is_error)s)
