"""What the gate came to: values, and their words for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from refdb import gate
from refdb.gate import Nothing, State
from refdb.report import listing
from refdb.report.cells import Told
from refdb.report.durations import seconds
from refdb.report.failures import error_as_dict
from refdb.report.planned import WIDTH, filled
from refdb.report.suites import Case, Suite, Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refdb.errors import RefdbError
    from refdb.findings import Finding
    from refdb.gate import Ended, Fix

_STYLES = {
    State.PASSED: "green",
    State.FAILED: "bold red",
    State.EMPTY: "dim",
    State.BLIND: "yellow",
    State.ERROR: "bold red",
}
_INDENT = "  "


class Line(NamedTuple):
    """One line of text and rich's style for it."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Checked(Told):
    """What the gate came to.

    Attributes:
        parts: what became of each, in the order in which they are to be mended.
        root: the folder that files are named from.
        strict: whether what could not be looked at is a failure.
        duration_ms: milliseconds that all took.
    """

    parts: tuple[Ended, ...]
    root: Path
    strict: bool = False
    duration_ms: float = 0.0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return tuple(found for one in self.parts for found in one.findings)

    @property
    def exit_code(self) -> int:
        """The worst one of all parts."""
        return gate.exit_code(self.parts, strict=self.strict)

    @property
    def fix(self) -> Fix | None:
        """What to do about the first failure; None where there is none."""
        return gate.first_fix(self.parts, strict=self.strict)

    @property
    def suites(self) -> tuple[Suite, ...]:
        """What each check came to."""
        return tuple(suite for one in self.parts for suite in self._suites(one))

    def _suites(self, one: Ended) -> tuple[Suite, ...]:
        if one.state is State.BLIND and one.error and not self.strict:
            gap = Unchecked(one.name, str(one.error))
            return (Suite(one.name, unchecked=(gap,), duration_ms=one.duration_ms),)
        if one.error:
            return (Suite(one.name, error=one.error, duration_ms=one.duration_ms),)
        if isinstance(one.answer, Nothing):
            return (Suite(one.name, cases=(Case(one.name, skipped=one.answer.reason),)),)
        return tuple(getattr(one.answer, "suites", ()))

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, below those that told of each part as it ended."""
        yield "", ""
        yield from self.wrong()

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers what was found, part by part; last what to do about the first failure."""
        for one in self.parts:
            if one.findings:
                yield f"{one.name}: {listing.tally(one.findings)}", "bold"
                yield from listing.listed(one.findings, self.root)
        yield from self._errors()
        yield self._tally(), "bold" if self.exit_code else "bold green"
        yield from self._fix()

    def _errors(self) -> Iterator[Line]:
        """Each error once, and none that was found: a broken file keeps several from looking."""
        kept: dict[str, tuple[RefdbError, list[str]]] = {}
        found = {(one.file, one.line) for one in self.findings if one.file and one.line}
        for one in self.parts:
            if one.error and (one.error.file, one.error.line) not in found:
                kept.setdefault(str(one.error), (one.error, []))[1].append(one.name)
        for error, names in kept.values():
            for number, each in enumerate((error, *error.also)):
                who = f"{', '.join(names)}: " if number == 0 else ""
                yield from _wrapped(f"{who}{each}", "", "red")
                for text in filter(None, (each.detail, each.hint)):
                    yield from _wrapped(text, _INDENT)
            yield Line("")

    def _tally(self) -> str:
        looked = [one for one in self.parts if one.state is not State.EMPTY]
        passed = sum(one.state is State.PASSED for one in looked)
        blind = sum(one.state is State.BLIND for one in looked)
        missed = f", {blind} could not look" if blind else ""
        found = f": {listing.tally(self.findings)}" if self.findings else ""
        all_of = f"{passed} of {len(looked)} checks passed{missed}"
        return f"{all_of} in {seconds(self.duration_ms)}{found}"

    def _fix(self) -> Iterator[Line]:
        fix = self.fix
        if fix is None:
            return
        where = "  ".join(filter(None, (fix.place, fix.rule)))
        yield Line("")
        yield Line(f"first  {where or fix.part}", "bold red")
        yield from _wrapped(fix.message, _INDENT)
        for text in listing.next_lines(fix.hint, _INDENT):
            yield Line(text)

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "exit_code": self.exit_code,
            "strict": self.strict,
            "duration_ms": round(self.duration_ms, 3),
            "parts": [_part(one) for one in self.parts],
            "first": asdict(self.fix) if self.fix else None,
        }


def line_of(one: Ended) -> Line:
    """Answers the line that tells of a part as it ends."""
    begin = f"{one.name:<8} {one.state.value:<12} {seconds(one.duration_ms):>7}  "
    said = _said(one)
    text = f"{begin}{said}".rstrip()
    text = text if len(text) <= WIDTH else f"{text[: WIDTH - 1].rstrip()}…"
    return Line(text, _STYLES[one.state])


def _said(one: Ended) -> str:
    if isinstance(one.answer, Nothing):
        return one.answer.reason
    if one.error:
        return str(one.error).split("\n", 1)[0]
    if one.findings:
        return listing.tally(one.findings)
    missed = sum(len(suite.unchecked) for suite in getattr(one.answer, "suites", ()))
    gaps = f"; {missed} not checked" if missed else ""
    return f"{getattr(one.answer, 'looked_at', '')}{gaps}"


def _part(one: Ended) -> dict[str, Any]:
    reason = one.answer.reason if isinstance(one.answer, Nothing) else None
    return {
        "name": one.name,
        "state": one.state.value,
        "duration_ms": round(one.duration_ms, 3),
        "findings": len(one.findings),
        "reason": reason,
        "error": error_as_dict(one.error) if one.error else None,
    }


def _wrapped(text: str, begin: str, style: str = "") -> Iterator[Line]:
    """A text below its beginning; one that has lines of its own keeps them, to be copied."""
    room = WIDTH - len(begin)
    parts = text.rstrip("\n").split("\n") if "\n" in text else filled(text, room, room)
    for number, part in enumerate(parts):
        yield Line(f"{begin if number == 0 else ' ' * len(begin)}{part}".rstrip(), style)
