"""Measures a target round by round; a round knows the one before it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from refdb.config import megabytes
from refdb.monitor import elsewhere
from refdb.monitor.ask import ask, is_for_good, read_facts
from refdb.monitor.judge import alerts_of
from refdb.monitor.metric import Asked
from refdb.monitor.metrics import METRICS, pgbouncer, redis, target
from refdb.monitor.plans import plans_of
from refdb.monitor.values import Round

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.config import Monitoring
    from refdb.db import Connection
    from refdb.errors import RefdbError
    from refdb.monitor.metric import Metric, Row
    from refdb.monitor.values import Alert, Sample

_SLOW = "slow_statements"


class Watcher:
    """Measures a target, which it only reads.

    Args:
        conn: a connection in autocommit mode.
        where: the target in words.
        settings: what refdb.toml says of monitoring.
    """

    def __init__(self, conn: Connection, where: str, settings: Monitoring) -> None:
        self._conn = conn
        self._where = where
        self._settings = settings
        self._memory_bytes = megabytes(settings.memory, "monitor.memory") * 2**20
        self._facts = read_facts(conn)
        self._skipped = {one.name: self._facts.lacks(one) for one in METRICS}
        self._before: Mapping[str, Sequence[Row]] = {}
        self._asked_at = 0.0

    def round(self) -> Round:
        """Measures once, and answers what there is.

        Raises:
            StatementFailedError: the connection is lost.
        """
        wanted = [one for one in METRICS if not self._skipped[one.name]]
        values = {"window_s": self._settings.window_s}
        started = time.monotonic()
        answers = ask(self._conn, wanted, self._facts, values)
        took_s = time.monotonic() - started
        self._skipped |= {
            name: reason for name, reason in answers.refused.items() if is_for_good(reason)
        }
        rows = {**answers.rows, **self._elsewhere()}
        rows["target"] = [{"up": 1, "reason": "", "seconds": took_s}]
        samples = tuple(self._samples(rows, started))
        self._before, self._asked_at = rows, started
        alerts = alerts_of(samples, self._settings.limits)
        return Round(
            target=self._where,
            at=datetime.now(UTC),
            samples=samples,
            alerts=alerts,
            skipped={k: v for k, v in {**self._skipped, **answers.refused}.items() if v},
            plans=self._plans(alerts),
            duration_ms=took_s * 1000,
        )

    def _elsewhere(self) -> dict[str, Sequence[Row]]:
        rows: dict[str, Sequence[Row]] = {}
        if self._settings.redis:
            rows["redis"] = elsewhere.ask_redis(self._settings.redis)
        if self._settings.pgbouncer:
            rows["pgbouncer"] = elsewhere.ask_pgbouncer(self._settings.pgbouncer)
        return rows

    def _samples(self, rows: Mapping[str, Sequence[Row]], now: float) -> Iterator[Sample]:
        for one in (target.METRIC, *METRICS, redis.METRIC, pgbouncer.METRIC):
            if one.name in rows:
                yield from one.read(self._asked(one, rows[one.name], now))

    def _asked(self, metric: Metric, rows: Sequence[Row], now: float) -> Asked:
        return Asked(
            rows,
            self._before.get(metric.name, ()),
            now - self._asked_at,
            self._settings.unused_after_s,
            self._memory_bytes,
        )

    def _plans(self, alerts: Sequence[Alert]) -> dict[str, tuple[str, str]]:
        slow = [one.subject for one in alerts if one.name == _SLOW]
        return plans_of(self._conn, self._facts.statements_schema or "", slow)


def out_of_reach(where: str, error: RefdbError, settings: Monitoring) -> Round:
    """Answers the round of a target that does not answer.

    Args:
        where: the target in words.
        error: why.
        settings: what refdb.toml says of monitoring.
    """
    row = {"up": 0, "reason": error.message}
    samples = tuple(target.METRIC.read(Asked([row])))
    alerts = alerts_of(samples, settings.limits)
    return Round(where, datetime.now(UTC), samples, alerts, {}, {}, 0)
