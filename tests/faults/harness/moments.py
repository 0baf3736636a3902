"""States inside long statements that no message marks, brought about by other sessions' locks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hold:
    """Another session runs this in a transaction that stays open.

    Attributes:
        name: the session's name.
        sql: what it runs.
    """

    name: str
    sql: str


@dataclass(frozen=True)
class Release:
    """A session ends its transaction.

    Attributes:
        name: the session's name.
    """

    name: str


@dataclass(frozen=True)
class Until:
    """Waits until this is true.

    Attributes:
        condition: an SQL expression.
    """

    condition: str


@dataclass(frozen=True)
class Moment:
    """A state of a command that is waited for.

    Attributes:
        scenario: the scenario's name.
        name: the state in words.
        acts: what leads to it; what comes before the first `Until` precedes the command.
    """

    scenario: str
    name: str
    acts: tuple[Hold | Release | Until, ...]


_WRITE = "lock table public.{} in row exclusive mode"
_READ = "lock table public.{} in access share mode"
_OLD_SNAPSHOT = "set transaction isolation level repeatable read; select count(*) from pg_class"
_WAITS = (
    "exists (select from pg_stat_activity where datname = current_database() "
    "and application_name = 'refdb' and wait_event_type = 'Lock')"
)


def _phase(phase: str) -> Until:
    return Until(
        "exists (select from pg_stat_progress_create_index "
        f"where datname = current_database() and phase = '{phase}') and {_WAITS}"
    )


def _index(condition: str) -> Until:
    return Until(
        "exists (select from pg_index inner join pg_class on oid = indexrelid "
        f"where relname = 't_x_idx' and {condition}) and {_WAITS}"
    )


def _after(first: str, state: Until, lock: str) -> tuple[Hold | Release | Until, ...]:
    """Waits for a state that a first session holds up, then lets go into the arms of a second."""
    return (Hold("first", first), state, Hold("second", lock), Release("first"))


_BEFORE_BUILD = _phase("waiting for writers before build")
_BEFORE_VALIDATION = _phase("waiting for writers before validation")
_SNAPSHOTS = _phase("waiting for old snapshots")
_BEFORE_DEAD = _phase("waiting for readers before marking dead")
_BEFORE_DROP = _phase("waiting for readers before dropping")


def _builds(scenario: str, what: str, table: str) -> tuple[Moment, ...]:
    write = _WRITE.format(table)
    return (
        Moment(scenario, f"{what} waits for writers", (Hold("first", write), _BEFORE_BUILD)),
        Moment(
            scenario,
            f"{what} waits to be validated",
            (*_after(write, _BEFORE_BUILD, write), _BEFORE_VALIDATION),
        ),
        Moment(
            scenario, f"{what} waits for old snapshots", (Hold("first", _OLD_SNAPSHOT), _SNAPSHOTS)
        ),
    )


def _swaps(scenario: str, what: str, table: str) -> tuple[Moment, ...]:
    read = _READ.format(table)
    return (
        Moment(scenario, f"{what} waits after its swap", (Hold("first", read), _BEFORE_DEAD)),
        Moment(
            scenario,
            f"{what} waits to drop the old",
            (*_after(read, _BEFORE_DEAD, read), _BEFORE_DROP),
        ),
    )


def _ledger(scenario: str, migration: str) -> Moment:
    """Everything is done but the ledger's rows: another session has the migration's row."""
    if scenario.startswith("rollback"):
        sql = f"select from public._yoyo_migration where migration_id = '{migration}' for update"
    else:
        key = f"encode(sha256('{migration}'), 'hex')"
        sql = f"insert into public._yoyo_migration (migration_hash) values ({key})"
    return Moment(scenario, f"ledger of {migration} waits", (Hold("first", sql), Until(_WAITS)))


_READ_T = _READ.format("t")

MOMENTS = (
    *_builds("apply-concurrent", "build", "t"),
    *_builds("apply-reindex", "reindex of an index", "t"),
    *_swaps("apply-reindex", "reindex of an index", "t"),
    *_builds("rollback-reindex", "reindex of a table", "t"),
    *_swaps("rollback-reindex", "reindex of a table", "t"),
    # A writer keeps a partitioned table's reindex from beginning at all.
    Moment(
        "apply-reindex-many",
        "reindex of partitions waits for old snapshots",
        (Hold("first", _OLD_SNAPSHOT), _SNAPSHOTS),
    ),
    *_swaps("apply-reindex-many", "reindex of partitions", "p_2"),
    *_builds("rollback-reindex-many", "reindex of a schema", "t"),
    *_swaps("rollback-reindex-many", "reindex of a schema", "t"),
    Moment(
        "rollback-concurrent",
        "drop waits for readers",
        (Hold("first", _READ_T), _index("not indisvalid")),
    ),
    Moment(
        "rollback-concurrent",
        "drop of a dead index waits",
        (*_after(_READ_T, _index("not indisvalid"), _READ_T), _index("not indislive")),
    ),
    Moment(
        "apply-detach",
        "detaching waits for readers",
        (
            Hold("first", _READ.format("p")),
            Until(f"exists (select from pg_inherits where inhdetachpending) and {_WAITS}"),
        ),
    ),
    Moment(
        "apply-backfill",
        "batch waits for a row",
        (Hold("first", "select from public.t where id = 30 for update"), Until(_WAITS)),
    ),
    Moment(
        "rollback",
        "transaction waits for a table",
        (Hold("first", _WRITE.format("t")), Until(_WAITS)),
    ),
    _ledger("apply-concurrent", "0002_concurrent"),
    _ledger("apply-concurrent", "0003_last"),
    _ledger("apply-backfill", "0002_backfill"),
    _ledger("rollback", "0003_last"),
    _ledger("rollback", "0002_more"),
    _ledger("rollback-concurrent", "0002_concurrent"),
    Moment(
        "apply",
        "runner waits for its turn",
        (
            Hold("first", "select pg_advisory_xact_lock(hashtext('refdb'), hashtext('migrate'))"),
            Until(
                "exists (select from pg_stat_activity where datname = current_database() "
                "and application_name = 'refdb' and query like '%pg_try_advisory_lock%')"
            ),
        ),
    ),
)
