"""What proofs came to: the answer, and its words for people."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from refdb.errors import StatementFailedError
from refdb.late import late
from refdb.report.durations import seconds

with late():
    from refdb import prove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.findings import Finding
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
class Proved:
    """What a run of `prove` came to.

    Attributes:
        server: the throwaway's server in words.
        proofs: what was proved.
        sample: rows of sample data; None for none.
        duration_ms: milliseconds that it took.
    """

    server: str
    proofs: Proofs
    sample: int | None
    duration_ms: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be mended."""
        return self.proofs.findings

    def lines(self) -> Iterator[Line]:
        """Answers the answer for people: a line for each migration, more where it is bad."""
        for proof in self.proofs.each:
            yield from _proof_lines(proof)
        yield from self._chain_lines()
        counts = Counter(one.verdict.value for one in self.proofs.each)
        tally = ", ".join(f"{count} {word}" for word, count in counts.items())
        data = f", sample data {self.sample:,}" if self.sample is not None else ""
        took = seconds(self.duration_ms)
        for line in _wrapped(f"{self.server}{data}: {tally} in {took}", ""):
            yield Line(line.text, "bold")

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
