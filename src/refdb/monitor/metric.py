"""What a metric is: its query, how rows become samples, and from where on they are an alert."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from refdb.monitor.values import Family, Sample

    #: A row of a query by the names of its columns.
    Row: TypeAlias = dict[str, Any]


class Asked(NamedTuple):
    """What a query answered, and what it had answered before.

    Attributes:
        rows: now.
        before: in the round before; empty in the first one.
        seconds: between the two.
        unused_after_s: for how long an index must be known before it counts as unused.
        memory_bytes: the memory that the server has; 0 where nobody said so.
    """

    rows: Sequence[Row]
    before: Sequence[Row] = ()
    seconds: float = 0
    unused_after_s: float = 0
    memory_bytes: float = 0

    def grown(self, name: str) -> float | None:
        """Answers by how much a counter of the only row has grown; None where nobody knows."""
        if not all(rows and name in rows[0] for rows in (self.rows, self.before)):
            return None
        change = float(self.rows[0][name] - self.before[0][name])
        return change if change >= 0 else None  # the counters were reset


class Rule(NamedTuple):
    """From where on a metric's samples are an alert, unless refdb.toml says otherwise.

    Attributes:
        alert: the alert's name.
        family: which samples.
        unit: for people.
        warning: the limit of a warning; None for none.
        critical: of a critical alert.
        immediate: of one that somebody is called for.
        is_below: whether values below the limit are bad, and not those above it.
        is_target: whether limits are those of the subject's target: 80 % of it, and itself.
    """

    alert: str
    family: str
    unit: str
    warning: float | None = None
    critical: float | None = None
    immediate: float | None = None
    is_below: bool = False
    is_target: bool = False


@dataclass(frozen=True)
class Metric:
    """One thing to measure with one query.

    Attributes:
        name: also that of its query in queries/monitor/.
        families: what it measures.
        read: makes samples from rows.
        rules: its alerts.
        needs: the relations that must be there.
        needs_statements: whether it needs pg_stat_statements.
    """

    name: str
    families: tuple[Family, ...]
    read: Callable[[Asked], Iterable[Sample]]
    rules: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    needs_statements: bool = False


def percent(part: float, rest: float, least: float) -> float | None:
    """Answers a part of part and rest in percent; None where both together are less than that."""
    whole = part + rest
    return 100 * part / whole if whole >= max(least, 1) else None
