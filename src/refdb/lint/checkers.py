"""What each of lint's checkers is asked for, so that they are run and cached by one loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from refdb.findings import Finding, Level
    from refdb.lint.sources import Source


@dataclass(frozen=True)
class Rule:
    """One rule of lint; its page is `pages/<name>.md` beside this file.

    Attributes:
        name: such as `house/foreign-key-without-index`: the checker, a slash, words.
        summary: what it holds, in one sentence.
        level: how much a breach matters.
        fixable: whether `--fix` can repair it.
    """

    name: str
    summary: str
    level: Level
    fixable: bool = False


@dataclass(frozen=True)
class Part:
    """What a checker looks at in one go: a file with what its answer hangs on.

    Attributes:
        source: the file that the findings are about.
        digest: a hash of everything that decides the answer besides the checker itself: the
            file's own digest, or that and those of the files it is read with.
    """

    source: Source
    digest: str


@dataclass(frozen=True)
class Edit:
    """A file as `--fix` would write it.

    Attributes:
        path: where; a new file where there is none yet.
        text: its whole new text.
        findings: what it repairs.
    """

    path: Path
    text: str
    findings: tuple[Finding, ...]


class Ground(Protocol):
    """What the checkers are run on: the project's settings, and throwaways when they ask."""

    @property
    def root(self) -> Path:
        """The project's folder."""

    @property
    def processes(self) -> int:
        """How many processes may work at once."""

    @property
    def postgres(self) -> int | None:
        """The major version that the tree is for; None for the newest throwaway there is."""

    @property
    def rows(self) -> Mapping[str, int]:
        """Rows by table, qualified, from the statistics set; `*` stands for every other one."""

    def throwaway(
        self, *, empty: bool, extensions: Collection[str] = ()
    ) -> AbstractContextManager[str]:
        """Opens a throwaway and answers its URL.

        Args:
            empty: without the schema; else with every migration applied.
            extensions: what its server must have.

        Raises:
            BadRequestError: no server here can be had, or none has the extensions.
        """


class Checker(Protocol):
    """One of lint's checkers: style, safety, bodies, house.

    It is registered in `registered.CHECKERS`, and light to import. It sees the files that can be
    read, whose headers are right and whose statements Postgres's parser takes: the others are
    findings of the checker `tree`.

    A finding of the level NOTE says what could not be looked at, and is never a reason to fail,
    unless its rule is `<checker>/not-checked` and `--strict` is given. A checker that cannot
    look at all raises a RefdbError, which becomes such a note and is not cached.
    """

    @property
    def name(self) -> str:
        """Its name, which its rules begin with."""

    @property
    def rules(self) -> Sequence[Rule]:
        """Every rule it may find broken."""

    def identity(self, ground: Ground) -> str:
        """Answers what its answers hang on besides the files: versions, configuration.

        It is asked in every run and must take no more than a millisecond or two: no tool is
        imported or started for it (versions come from the packages' metadata).
        """

    def parts(self, sources: Sequence[Source]) -> Sequence[Part]:
        """Answers what it would look at, each with its digest; nothing is parsed for it."""

    def check(
        self, parts: Sequence[Part], sources: Sequence[Source], ground: Ground
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Looks at parts that nothing is known of.

        Args:
            parts: some of those that `parts` answered.
            sources: every file of the tree.
            ground: what to run on.

        Returns:
            The findings by the part's digest; those of a file stand in its order. A part without
            findings may be left out. What is kept in the cache is told from there the next time.

        Raises:
            RefdbError: it cannot look: a tool or server is not here. The hint says what to do.
        """

    def fixes(
        self, parts: Sequence[Part], sources: Sequence[Source], ground: Ground
    ) -> Sequence[Edit]:
        """Answers the files as they would be without its fixable findings."""
