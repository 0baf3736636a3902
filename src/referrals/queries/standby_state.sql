-- Answers whether this is a standby, whether it has all that the primary had, and how old its last commit is.
select
    pg_is_in_recovery(),
    case
        when pg_is_in_recovery()
            then pg_last_wal_replay_lsn() >= %(position)s::pg_lsn
    end,
    case
        when pg_is_in_recovery()
            then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8
    end
