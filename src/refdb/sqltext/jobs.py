"""The jobs that statements give to pg_cron."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from refdb.sqltext.statements import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refdb.sqltext.statements import Statement

_WITHOUT_NAME = ("schedule", "command")
_WITH_NAME = ("job_name", "schedule", "command", "database", "username", "active")


class JobCall(NamedTuple):
    """One call of `cron.schedule` or `cron.schedule_in_database`.

    What is no literal, and so known to the server only, is None.

    Attributes:
        name: the job's name, empty for one without.
        schedule: when it runs.
        command: what it runs.
        database: where; empty for the database in which this is called.
        user: as whom; empty for whoever calls it.
        active: whether it is to run at all.
        line: the line of the statement.
    """

    name: str | None
    schedule: str | None
    command: str | None
    database: str | None = ""
    user: str | None = ""
    active: bool | None = True
    line: int = 1


def job_calls(statements: Iterable[Statement]) -> tuple[JobCall, ...]:
    """Answers the jobs that statements schedule, wherever in them the calls stand."""
    return tuple(
        _job(arguments)._replace(line=one.line)
        for one in statements
        if "cron" in one.text
        for arguments in _calls(parsed(one.text))
    )


def scheduled_by(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Answers the names of the jobs that statements give to `cron.schedule` as literals."""
    return tuple(one.name for one in job_calls(statements) if one.name)


def _calls(node: Any) -> list[dict[str, Any]]:
    from pglast.visitors import Visitor  # noqa: PLC0415 - 50 ms, see split

    found: list[dict[str, Any]] = []

    class Calls(Visitor):
        def visit_FuncCall(self, _: object, call: Any) -> None:  # noqa: N802 - pglast's name
            name = ".".join(part.sval for part in call.funcname)
            if name in {"cron.schedule", "cron.schedule_in_database"}:
                found.append(_arguments(call.args or ()))

    Calls()(node)
    return found


def _arguments(given: Sequence[Any]) -> dict[str, Any]:
    names = _WITHOUT_NAME if len(given) == len(_WITHOUT_NAME) else _WITH_NAME
    values: dict[str, Any] = {}
    for place, one in enumerate(given):
        if type(one).__name__ == "NamedArgExpr":
            values[one.name] = _literal(one.arg)
        elif place < len(names):
            values[names[place]] = _literal(one)
    return values


def _literal(node: Any) -> Any:
    """The value of a string or truth value, also with a cast; None for whatever else."""
    if type(node).__name__ == "TypeCast":
        node = node.arg
    value = getattr(node, "val", None)
    return getattr(value, "sval", getattr(value, "boolval", None))


def _job(values: dict[str, Any]) -> JobCall:
    return JobCall(
        values.get("job_name", ""),
        values.get("schedule"),
        values.get("command"),
        values.get("database", ""),
        values.get("username", ""),
        values.get("active", True),
    )
