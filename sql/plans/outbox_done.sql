-- expect: index referral_outbox_processed_at_where_processed_idx
-- forbid: seq scan on referral_outbox
-- params: timestamptz
-- with: timestamptz '2026-07-08 01:00+00'
-- rows: 100k

select work.id
from public.referral_outbox as work
where work.processed_at < $1
for update skip locked;
