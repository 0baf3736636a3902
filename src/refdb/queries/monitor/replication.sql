-- How far standbys are behind, in seconds; on a standby, how far it is itself.
select
    coalesce(nullif(standby.application_name, ''), standby.pid::text) as standby,
    coalesce(extract(epoch from standby.replay_lag), 0)::float8 as seconds,
    coalesce(pg_wal_lsn_diff(
        case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
        standby.replay_lsn
    ), 0)::float8 as bytes
from pg_stat_replication as standby
union all
select
    'this standby' as standby,
    -- One that has replayed all it received is behind nobody, however long nothing came.
    case
        when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
        -- Since it began, it may have replayed no transaction yet.
        else extract(
            epoch from clock_timestamp()
            - coalesce(pg_last_xact_replay_timestamp(), pg_postmaster_start_time())
        )
    end::float8 as seconds,
    coalesce(
        pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), 0
    )::float8 as bytes
where pg_is_in_recovery()
