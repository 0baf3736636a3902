"""Every metric, one a file."""

from refdb.monitor.metrics import (
    connections,
    database,
    indexes,
    leaderboard_cache,
    lock_waits,
    memory,
    outbox,
    pgbouncer,
    pools,
    redis,
    replication,
    replication_slots,
    response_times,
    statements,
    tables,
    target,
    transaction_age,
    transactions,
    view_age,
)

#: Those that a target is asked for, in the order in which they are shown.
METRICS = (
    response_times.METRIC,
    statements.METRIC,
    database.METRIC,
    leaderboard_cache.METRIC,
    connections.METRIC,
    pools.METRIC,
    memory.METRIC,
    transactions.METRIC,
    lock_waits.METRIC,
    replication.METRIC,
    replication_slots.METRIC,
    view_age.METRIC,
    outbox.METRIC,
    tables.METRIC,
    indexes.METRIC,
    transaction_age.METRIC,
)
#: Those that are asked elsewhere.
OTHERS = (target.METRIC, redis.METRIC, pgbouncer.METRIC)
FAMILIES = {family.name: family for one in (*METRICS, *OTHERS) for family in one.families}
RULES = tuple(rule for one in (*METRICS, *OTHERS) for rule in one.rules)
