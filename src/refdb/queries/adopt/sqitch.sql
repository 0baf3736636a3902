-- Which changes sqitch deployed, oldest first.
select
    project,
    change,
    change_id,
    script_hash,
    committed_at as applied_at,
    committer_name as applied_by
from {table}
order by committed_at
