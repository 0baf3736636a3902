"""Transactions that are open for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    oldest = max(asked.rows, key=lambda row: float(row["seconds"]), default=None)
    if not oldest:
        yield Sample("oldest_transaction_seconds", 0)
        return
    who = f"pid {oldest['pid']}" + (f" ({oldest['application']})" if oldest["application"] else "")
    detail = f"{who}, {oldest['state']}: {oldest['query']}"
    yield Sample("oldest_transaction_seconds", oldest["seconds"], detail=detail)


METRIC = Metric(
    "transactions",
    (Family("oldest_transaction_seconds", "For how long the oldest transaction is open"),),
    _read,
    (Rule("long_transactions", "oldest_transaction_seconds", "s", 60, 300),),
)
