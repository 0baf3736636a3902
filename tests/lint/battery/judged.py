"""What the checker says of the battery, and squawk alone."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lint.battery import battery
from refdb.errors import BadRequestError
from refdb.findings import Level
from refdb.lint.safety import look
from refdb.lint.safety.checker import migrations_of
from refdb.lint.safety.measure import Measured
from refdb.lint.sources import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from refdb.findings import Finding
    from refdb.lint.checkers import Ground
    from refdb.locks import Observed
    from refdb.tree import Migration


@dataclass(frozen=True)
class Barren:
    """A ground without throwaways."""

    root: Path
    postgres: int | None
    processes: int = 2
    rows: Mapping[str, int] = field(default_factory=lambda: {"*": 1_000_000})

    def throwaway(
        self,
        *,
        empty: bool,  # noqa: ARG002 - see Ground
        extensions: Collection[str] = (),  # noqa: ARG002 - the same
    ) -> AbstractContextManager[str]:
        """Raises BadRequestError."""
        raise BadRequestError("there is no server here")


@dataclass(frozen=True)
class Verdicts:
    """How many cases were judged, and which of them wrongly.

    Attributes:
        total: how many there are.
        unsafe: how many of them are.
        missed: those that are unsafe and were let pass.
        false: those that are safe and were found fault with, with the rules.
    """

    total: int
    unsafe: int
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def right(self) -> int:
        """How many were judged rightly."""
        return self.total - len(self.missed) - len(self.false)


@dataclass(frozen=True)
class Run:
    """A run over the battery on one version: what was observed, and the verdicts."""

    observed: Mapping[str, Observed]
    measured: Verdicts
    by_text: Verdicts


def run(cases: Sequence[battery.Case], major: int, ground: battery.Range) -> Run:
    """Measures and judges every case, on the throwaway and by its text alone."""
    observed = {one.name: ground.observed(one) for one in cases}
    measured = {one.name: findings(one, major, observed[one.name]) for one in cases}
    by_text = {one.name: findings(one, major, None) for one in cases}
    return Run(observed, verdicts(cases, major, measured), verdicts(cases, major, by_text))


def findings(case: battery.Case, major: int, seen: Observed | None) -> tuple[Finding, ...]:
    """Answers what the checker finds in a case's statement, notes left out."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        migrations = migrations_of(list(sources(case, root)))
        measuring = partial(_given, seen)
        found = look.look(migrations, {battery.STATEMENT_ID}, Barren(root, major), measuring)
    return tuple(one for one in found.get(battery.STATEMENT_ID, ()) if one.level > Level.NOTE)


def sources(case: battery.Case, root: Path) -> Iterator[Source]:
    """Writes a case's migrations into a folder, and answers them as lint reads them."""
    for name, text in case.files().items():
        path = root / f"{name}.sql"
        path.write_text(text, encoding="utf-8")
        yield Source(path, path.name, "migration", text)


def _given(
    seen: Observed | None,
    ground: Ground,
    migrations: Sequence[Migration],
    wanted: Collection[str],
) -> Measured:
    if seen is None:
        return Measured(why_not="there is no server here")
    return Measured(dict.fromkeys(wanted, seen), "", ground.postgres)


def verdicts(
    cases: Sequence[battery.Case], major: int, found: Mapping[str, Sequence[Finding]]
) -> Verdicts:
    """Answers which cases were judged wrongly."""
    unsafe = {one.name for one in cases if one.is_unsafe(major)}
    return Verdicts(
        len(cases),
        len(unsafe),
        tuple(name for name in sorted(unsafe) if not found[name]),
        tuple(
            f"{one.name}: {', '.join(finding.rule for finding in found[one.name])}"
            for one in cases
            if one.name not in unsafe and found[one.name]
        ),
    )
