"""What the database counts: blocks from the cache, temporary files, deadlocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule, percent
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_BLOCKS = 1000  # a rate of fewer says nothing


def _read(asked: Asked) -> Iterator[Sample]:
    hits, reads = asked.grown("hits"), asked.grown("reads")
    if hits is not None and reads is not None:
        rate = percent(hits, reads, _LEAST_BLOCKS)
        if rate is not None:
            detail = f"{reads:.0f} of {hits + reads:.0f} blocks were read from files"
            yield Sample("buffer_hits_percent", rate, detail=detail)
    written, files = asked.grown("temp_bytes"), asked.grown("temp_files")
    if written is not None and asked.seconds:
        value = written / asked.seconds / 1e6
        yield Sample("temp_megabytes_per_second", value, detail=f"{files or 0:.0f} files")
    for name, family in (
        ("deadlocks", "deadlocks"),
        ("commits", "commits_per_second"),
        ("rollbacks", "rollbacks_per_second"),
    ):
        grown = asked.grown(name)
        if grown is not None and asked.seconds:
            yield Sample(family, grown if name == "deadlocks" else grown / asked.seconds)


METRIC = Metric(
    "database",
    (
        Family("buffer_hits_percent", "Part of the blocks that were in the server's memory"),
        Family("temp_megabytes_per_second", "What sorts and hashes wrote to temporary files"),
        Family("deadlocks", "Deadlocks since the round before"),
        Family("commits_per_second", "Transactions that ended well"),
        Family("rollbacks_per_second", "Transactions that were undone"),
    ),
    _read,
    (
        Rule("buffer_cache", "buffer_hits_percent", "%", 80, is_below=True),
        Rule("temp_files", "temp_megabytes_per_second", "MB/s", 10, 100),
        Rule("deadlocks", "deadlocks", "", 0),
    ),
)
