"""PgBouncer: clients that wait for a connection to the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_POOL = "pool"


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        if "reason" in row:
            yield Sample("pgbouncer_up", 0, detail=row["reason"])
            return
        if row["database"] == "pgbouncer":
            continue
        pool = f"{row['database']}/{row['user']}"
        waiting, seconds = float(row["cl_waiting"]), float(row["maxwait"])
        seconds += float(row.get("maxwait_us", 0)) / 1e6
        yield Sample("pgbouncer_clients", float(row["cl_active"]), pool)
        yield Sample("pgbouncer_waiting", waiting, pool)
        yield Sample("pgbouncer_servers", float(row["sv_active"]) + float(row["sv_idle"]), pool)
        yield Sample("pgbouncer_wait_seconds", seconds, pool, f"{waiting:.0f} clients wait")
    yield Sample("pgbouncer_up", 1)


METRIC = Metric(
    "pgbouncer",
    (
        Family("pgbouncer_up", "Whether PgBouncer's console answers"),
        Family("pgbouncer_clients", "Clients that have a connection to the server", _POOL),
        Family("pgbouncer_waiting", "Clients that wait for one", _POOL),
        Family("pgbouncer_servers", "Connections to the server", _POOL),
        Family("pgbouncer_wait_seconds", "How long the first of them has waited", _POOL),
    ),
    _read,
    (
        Rule("pgbouncer", "pgbouncer_up", "", critical=1, is_below=True),
        # The application gives up after 2 seconds.
        Rule("pgbouncer_wait", "pgbouncer_wait_seconds", "s", 1, 2),
    ),
)
