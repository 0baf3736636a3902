"""How much memory the server's settings allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = ("shared_buffers", "work_mem", "maintenance_work_mem")


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        for name in _SETTINGS:
            yield Sample("memory_setting_bytes", row[name], name)
        # One work area a connection, and one of maintenance for each autovacuum worker.
        areas = row["connections"] * row["work_mem"] * row["hash_mem_multiplier"]
        upkeep = row["autovacuum_workers"] * row["maintenance_work_mem"]
        allowed = row["shared_buffers"] + areas + upkeep
        yield Sample("memory_allowed_bytes", allowed)
        if asked.memory_bytes:
            detail = f"{allowed / 2**30:.1f} GiB of {asked.memory_bytes / 2**30:.1f} GiB"
            yield Sample("memory_allowed_percent", 100 * allowed / asked.memory_bytes, "", detail)


METRIC = Metric(
    "memory",
    (
        Family("memory_setting_bytes", "A setting of the server", "setting"),
        Family("memory_allowed_bytes", "What all connections may take with one work area each"),
        Family("memory_allowed_percent", "The same as a part of the server's memory"),
    ),
    _read,
    (Rule("memory", "memory_allowed_percent", "%", 80, 100),),
)
