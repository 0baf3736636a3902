"""The section [monitor] of refdb.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from refdb.config.quantities import seconds
from refdb.errors import BadRequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

_DURATIONS = ("interval", "window", "unused_after")
_TEXTS = ("redis", "pgbouncer", "notify", "memory")
#: The tables of limits below [monitor].
LEVELS = ("targets", "warning", "critical", "immediate")


@dataclass(frozen=True)
class Monitoring:
    """What refdb.toml says of monitoring.

    Attributes:
        interval_s: seconds between two rounds.
        window_s: seconds of the application's own measurements that a round looks at.
        unused_after_s: for how many seconds an index must not have been read to count as unused.
        redis: the URL of the application's Redis; empty for none.
        pgbouncer: the URL of PgBouncer's console; empty for none.
        notify: the URL that is told of changes; empty for none.
        memory: how much memory the server has, as Postgres writes it: 16GB; empty for unknown.
        limits: by level, and there by alert or query type, a number, or None for no such limit.
    """

    interval_s: float = 10.0
    window_s: float = 900.0
    unused_after_s: float = 7 * 86400.0
    redis: str = ""
    pgbouncer: str = ""
    notify: str = ""
    memory: str = ""
    limits: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)


def read_monitoring(file: str, values: Mapping[str, Any]) -> Monitoring:
    """Answers the section as values.

    Args:
        file: the file's name for messages.
        values: the section as TOML has it.

    Raises:
        BadRequestError: a key that is unknown, or a value of the wrong kind.
    """
    found: dict[str, Any] = {"limits": {}}
    for key, value in values.items():
        if key in _DURATIONS:
            found[f"{key}_s"] = seconds(str(value), f"{file}: {key}")
        elif key in _TEXTS and isinstance(value, str):
            found[key] = value
        elif key in LEVELS and isinstance(value, dict):
            found["limits"][key] = {
                name: _limit(file, key, name, one) for name, one in value.items()
            }
        elif key in (*_TEXTS, *LEVELS):
            raise BadRequestError(f"monitor.{key} has a value of the wrong kind", file=file)
        else:
            hint = did_you_mean(key, (*_DURATIONS, *_TEXTS, *LEVELS))
            raise BadRequestError(f"unknown key {key} in [monitor]", file=file, hint=hint)
    return Monitoring(**found)


def _limit(file: str, level: str, name: str, value: object) -> float | None:
    if value is False:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise BadRequestError(
        f"monitor.{level}.{name} is no number",
        file=file,
        hint="Write a number in the alert's unit, or false for no such limit.",
    )
