-- Answers whether nothing has been written on a server since it was started from its template.
select
    pg_snapshot_xmax(pg_current_snapshot())::text = split_part(c.next_xid, ':', 2)
    and c.checkpoint_time <= pg_postmaster_start_time()
from pg_control_checkpoint() as c;
