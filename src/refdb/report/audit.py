"""What an audit came to: values, and their words for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from refdb.report.cells import Told
from refdb.report.durations import seconds
from refdb.report.planned import WIDTH, filled
from refdb.report.suites import Excused, Suite, Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.findings import Finding
    from refdb.plans.audit import Audited
    from refdb.plans.audit import Unchecked as Statement

_LABEL = 9  # columns before what is said of a finding


@dataclass(frozen=True)
class Audit(Told):
    """What an audit found in every statement inside the schema.

    Attributes:
        server: the throwaway's server in words.
        size: what it was planned on, in words; empty for a target as it is.
        audited: what was found.
    """

    server: str
    size: str
    audited: Audited

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong and not left alone."""
        return self.audited.findings

    @property
    def suites(self) -> tuple[Suite, ...]:
        """What was found in every statement, left alone, or not looked at."""
        audited = self.audited
        return (
            Suite(
                "audit",
                self.findings,
                excused=tuple(Excused(one, why) for one, why in audited.ignored),
                unchecked=tuple(
                    Unchecked(one.object, one.reason, one.file, one.line)
                    for one in audited.unchecked
                ),
                server=self.server,
                duration_ms=audited.duration_ms,
            ),
        )

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        yield from self.wrong()
        for key, reason in dict.fromkeys((one.key, why) for one, why in self.audited.ignored):
            yield f"left alone  {key} ({reason})", "dim"
        for key in self.audited.dormant:
            yield f"left alone  {key} (nothing at this size)", "dim"
        for other in self.audited.unchecked:
            yield f"not checked {_told(other)}", "yellow"
        yield self._tally(), "bold"

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers the lines of what was found."""
        for one in self.findings:
            yield f"found  {_place(one.file, one.line) or one.object}  {one.rule}", "bold red"
            yield from _labelled("what", one.message)
            yield from _labelled("next", one.hint)
            yield from _labelled("key", one.key)
            yield "", ""

    def _tally(self) -> str:
        audited = self.audited
        found, spent = len(self.findings), seconds(audited.duration_ms)
        parts = [
            f"{len(audited.planned)} statements of the schema planned in {spent}",
            f"{found} finding{'' if found == 1 else 's'}" if found else "nothing found",
        ]
        parts += [f"{len(audited.ignored)} left alone"] if audited.ignored else []
        parts += [f"{len(audited.unchecked)} not checked"] if audited.unchecked else []
        size = f", {self.size}" if self.size else ""
        return f"{self.server}{size}: {', '.join(parts)}"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        audited = self.audited
        return {
            "server": self.server,
            "size": self.size or None,
            "limits": asdict(audited.limits),
            "duration_ms": round(audited.duration_ms, 3),
            "statements": [
                {
                    "object": one.statement.object,
                    "kind": one.statement.kind,
                    "file": one.statement.file,
                    "line": one.statement.line,
                    "role": one.role or None,
                    "cost": one.plan.root.cost,
                    "assumptions": list(one.statement.assumptions),
                    "guessed_types": list(one.guessed),
                }
                for one in audited.planned
            ],
            "findings": [one.as_dict() for one in self.findings],
            "ignored": [one.as_dict() | {"reason": why} for one, why in audited.ignored],
            "dormant": list(audited.dormant),
            "unchecked": [one.as_dict() for one in audited.unchecked],
        }


def _labelled(label: str, text: str) -> Iterator[tuple[str, str]]:
    first, *others = filled(text, WIDTH - _LABEL, WIDTH - _LABEL)
    yield f"  {label:<{_LABEL - 2}}{first}", ""
    for other in others:
        yield f"{' ' * _LABEL}{other}", ""


def _told(one: Statement) -> str:
    place = _place(one.file, one.line)
    return f"{place or one.object}: {one.reason}{f' ({one.object})' if place else ''}"


def _place(file: str, line: int) -> str:
    return ":".join(str(part) for part in (file, line) if part)
