-- How much of the log each replication slot keeps from being removed, in bytes.
select
    slot.slot_name::text as slot,
    slot.active as is_active,
    coalesce(pg_wal_lsn_diff(
        case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end,
        slot.restart_lsn
    ), 0)::float8 as bytes
from pg_replication_slots as slot
