"""What proofs came to: the answer, and its words for people."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from refdb.errors import StatementFailedError
from refdb.late import late
from refdb.report.cells import Told
from refdb.report.counts import counted
from refdb.report.durations import seconds
from refdb.report.failures import error_as_dict
from refdb.report.suites import Case, Suite

with late():
    from refdb import prove

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.findings import Finding
    from refdb.locks import Wait
    from refdb.prove import Proof, Proofs

_WIDTH = 80
_SPACE = " " * 16  # what a verdict takes, and what is below it leaves free
_MOST_LINES = 12  # of what one migration's proof says
_STYLES = {"reversible": "green", "irreversible": "yellow"}
_LESSER = ("physical only", "cosmetic", "loses data")


class Line(NamedTuple):
    """One line of text and rich's style for it."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Proved(Told):
    """What a run of `prove` came to.

    Attributes:
        server: the throwaway's server in words.
        proofs: what was proved.
        sample: rows of sample data; None for none.
        duration_ms: milliseconds that it took.
        waits: by a migration's id who waits while it is applied, the longest first.
        lock_rows: rows of each table that the waits are for; None where nobody looked.
    """

    server: str
    proofs: Proofs
    sample: int | None
    duration_ms: float
    waits: Mapping[str, tuple[Wait, ...]] = field(default_factory=dict)
    lock_rows: int | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be mended."""
        return self.proofs.findings

    @property
    def looked_at(self) -> str:
        """What was looked at, in words."""
        return counted(len(self.proofs.each), "migration")

    @property
    def suites(self) -> tuple[Suite, ...]:
        """Every migration, with what is to be mended of it."""
        cases = tuple(map(self._case, self.proofs.each))
        return (
            Suite("prove", self.findings, cases, server=self.server, duration_ms=self.duration_ms),
        )

    def _case(self, proof: Proof) -> Case:
        name = proof.migration.id
        found = tuple(one for one in self.findings if one.object == name)
        file = proof.migration.apply.file
        return Case(name, "", found, file, duration_ms=proof.duration_ms)

    @property
    def hints(self) -> tuple[str, ...]:
        """What to type next."""
        return tuple(one.hint for one in self.findings if one.hint)

    def lines(self) -> Iterator[Line]:
        """Answers the answer for people: a line for each migration, more where it is bad."""
        for proof in self.proofs.each:
            yield from _proof_lines(proof)
            yield from _wait_lines(self.waits.get(proof.migration.id, ()))
        yield from self._chain_lines()
        counts = Counter(one.verdict.value for one in self.proofs.each)
        tally = ", ".join(f"{count} {word}" for word, count in counts.items())
        data = f", sample data {self.sample:,}" if self.sample is not None else ""
        took = seconds(self.duration_ms)
        for line in _wrapped(f"{self.server}{data}: {tally} in {took}", ""):
            yield Line(line.text, "bold")

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        chain = self.proofs.chain
        return {
            "server": self.server,
            "sample": self.sample,
            "duration_ms": round(self.duration_ms, 3),
            "lock_rows": self.lock_rows,
            "migrations": [
                _proof(one) | {"waits": _waits(self.waits.get(one.migration.id, ()))}
                for one in self.proofs.each
            ],
            "chain": {
                "rolled_back": chain.rolled_back,
                "has_data": chain.has_data,
                "breaks": [asdict(one) for one in chain.breaks],
                "left": [one.as_dict() for one in chain.left],
            },
            "findings": [one.as_dict() for one in self.findings],
        }

    def _chain_lines(self) -> Iterator[Line]:
        chain = self.proofs.chain
        first = self.proofs.each[0].migration.id
        is_below = first not in [one.id for one in chain.breaks]
        end = "; nothing is left" if chain.is_empty_below else "; all is as it was there"
        end = "; not all is as it was" if chain.left else end if is_below else ""
        yield Line(f"rolled back from the top: {chain.rolled_back}{end}")
        for change in chain.left:
            yield from _wrapped(change.line(), "  ")
        if self.sample is not None and not chain.has_data:
            yield Line("  without data: sample data is made where every migration can be applied")
        data = ", without data" if chain.has_data else ""
        for one in chain.breaks if len(self.proofs.each) > 1 else ():
            yield from _wrapped(f"anew below {one.id} ({one.why}){data}", "  ")


def _proof_lines(proof: Proof) -> Iterator[Line]:
    word = proof.verdict.value
    style = _STYLES.get(word, "yellow" if word in _LESSER else "bold red")
    yield Line(f"{word:<{len(_SPACE)}}{proof.migration.id}", style)
    said = prove.lines(proof)
    for text in said[:_MOST_LINES]:
        yield from _wrapped(text)
    if len(said) > _MOST_LINES:
        yield Line(f"{_SPACE}… and {len(said) - _MOST_LINES} more; --json has all")
    if isinstance(proof.error, StatementFailedError) and proof.error.statement:
        for text in proof.error.statement.splitlines()[:5]:
            yield Line(f"{_SPACE}  {text}", "dim")


def _wait_lines(waits: Sequence[Wait]) -> Iterator[Line]:
    """Who waits for as long as work takes; in a line those that wait for a moment."""
    for one in waits:
        if not one.is_moment:
            yield from _wrapped(one.sentence)
    moments: dict[str, list[str]] = {}
    for one in waits:
        if one.is_moment:
            moments.setdefault(one.blocks.value, []).append(one.relation)
    for blocked, relations in moments.items():
        yield from _wrapped(f"{blocked} wait a moment: {', '.join(sorted(relations))}")


def _wrapped(text: str, space: str = _SPACE) -> Iterator[Line]:
    for part in textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=space,
        subsequent_indent=f"{space}  ",
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield Line(part)


def _waits(waits: Sequence[Wait]) -> list[dict[str, Any]]:
    return [
        {
            "relation": one.relation,
            "blocks": one.blocks.value,
            "seconds": round(one.seconds, 3),
            "statement": one.statement,
            "line": one.sentence,
        }
        for one in waits
    ]


def _proof(proof: Proof) -> dict[str, Any]:
    rollback = proof.migration.rollback
    return {
        "id": proof.migration.id,
        "verdict": proof.verdict.value,
        "file": proof.migration.apply.file,
        "rollback_file": rollback.file if rollback else None,
        "loses": (rollback.header.get("loses") if rollback else "") or None,
        "irreversible": proof.migration.irreversible or None,
        "changes": [one.as_dict() for one in proof.changes],
        "changes_again": [one.as_dict() for one in proof.again],
        "losses": [asdict(one) | {"line": one.line()} for one in proof.losses],
        "error": error_as_dict(proof.error) | {"when": proof.when} if proof.error else None,
        "duration_ms": round(proof.duration_ms, 3),
    }
