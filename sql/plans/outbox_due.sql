-- expect: index referral_outbox_available_at_where_waiting_idx
-- forbid: seq scan on referral_outbox
-- forbid: sort
-- params: timestamptz, integer
-- rows: 100k

select
    work.id,
    work.topic,
    work.payload
from public.referral_outbox as work
where
    work.processed_at is null
    and work.available_at <= $1
order by
    work.available_at,
    work.id
limit $2
for update skip locked;
