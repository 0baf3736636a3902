"""How many of the server's connections are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    taken = sum(row["connections"] for row in asked.rows)
    for row in asked.rows:
        yield Sample("connections", row["connections"], row["state"])
    if asked.rows:
        most = asked.rows[0]["most"]
        detail = f"{taken:.0f} of {most:.0f}"
        yield Sample("connections_used_percent", 100 * taken / most, detail=detail)


METRIC = Metric(
    "connections",
    (
        Family("connections", "Connections of clients", "state"),
        Family("connections_used_percent", "Part of max_connections that is taken"),
    ),
    _read,
    (Rule("connections", "connections_used_percent", "%", 80, 95),),
)
