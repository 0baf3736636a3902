"""How near the numbers of transactions are to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        yield Sample("transaction_age", max(row["age"], row["multixact_age"]), row["name"])


METRIC = Metric(
    "transaction_age",
    (
        Family(
            "transaction_age", "Transactions since the oldest row that is not frozen", "database"
        ),
    ),
    _read,
    (Rule("transaction_age", "transaction_age", "", 500e6, 1000e6),),
)
