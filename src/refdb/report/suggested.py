"""Indexes that would keep broken promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.report.cells import Told
from refdb.report.statistics import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refdb.plans.suggest import Suggestion


@dataclass(frozen=True)
class Suggested(Told):
    """Indexes that would keep broken promises, and the contracts that none does.

    Attributes:
        server: what planned, in words.
        size: what was planned at, in words.
        suggestions: the indexes.
        without: the broken contracts that no index keeps.
        files: the migrations that were written.
    """

    server: str
    size: str
    suggestions: tuple[Suggestion, ...]
    without: tuple[str, ...]
    files: tuple[Path, ...]

    @property
    def hints(self) -> Sequence[str]:
        """What to type next."""
        if self.files:
            return ("Prove and apply them: refdb prove, refdb apply",)
        return ("Write them as migrations: --suggest --write",) if self.suggestions else ()

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for one in self.suggestions:
            yield f"index  {', '.join((one.contract, *one.helps))}", "green"
            for line in one.statement.splitlines():
                yield f"       {line}", ""
            yield f"       {_costs(one)}", "dim"
            yield f"       each insert writes one entry more; {_updates(one)}", "dim"
        for name in self.without:
            yield f"none   {name}: no index of one table keeps it", "yellow"
        for file in self.files:
            yield f"wrote  {file}", "bold green"
        number = len(self.suggestions)
        told = f"{number} index{'' if number == 1 else 'es'} suggested"
        yield f"{self.server}, {self.size}: {told}", "bold"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "server": self.server,
            "size": self.size,
            "suggestions": [
                {
                    "contract": one.contract,
                    "helps": list(one.helps),
                    "index": one.name,
                    "table": one.candidate.table,
                    "columns": list(one.candidate.columns),
                    "where": one.candidate.where,
                    "statement": one.statement,
                    "pages": one.pages,
                    "cost_before": one.cost_before,
                    "cost_after": one.cost_after,
                }
                for one in self.suggestions
            ],
            "without": list(self.without),
            "files": [str(one) for one in self.files],
        }


def _costs(one: Suggestion) -> str:
    return (
        f"about {size_of(one.pages)}; cost {one.cost_after:,.4g} instead of {one.cost_before:,.4g}"
    )


def _updates(one: Suggestion) -> str:
    return f"updates of {', '.join(one.candidate.names)} are not HOT"
