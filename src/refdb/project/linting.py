"""Finds what is wrong with the tree's files, and what checkers of it run on."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError
from refdb.late import late
from refdb.project.base import Base
from refdb.report.linted import Linted, Page, RuleList
from refdb.tree.files import display_name

with late():
    from refdb.lint import cache as caches
    from refdb.lint import changed, fixing, pages, registered, run, whole
    from refdb.lint import question as questions
    from refdb.project import sizing, throwaways

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_ROWS = 1_000_000  # of a table that no statistics set tells of


@dataclass(frozen=True)
class Ground:
    """What checkers run on: this project, its settings, and throwaways when they ask.

    Attributes:
        project: whose tree.
        postgres: the major version that the tree is for; None for the newest there is.
    """

    project: Base
    postgres: int | None = None

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.project.config.root

    @cached_property
    def processes(self) -> int:
        """How many processes may work at once: one a core that this one may use."""
        return len(os.sched_getaffinity(0))

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Rows by table: those of the tree's only statistics set; `*` stands for every other one.

        Raises:
            BadTreeError: the set cannot be read.
        """
        known = self.project.tree.statistics_names
        if len(known) != 1:
            return {"*": _ROWS}
        told = sizing.read_named(self.project, known[0]).relations
        counted = {name: round(one.rows) for name, one in told.items() if one.rows >= 0}
        return {"*": _ROWS} | counted

    @contextmanager
    def throwaway(self, *, empty: bool, extensions: Collection[str] = ()) -> Iterator[str]:
        """Opens a throwaway, with every migration applied unless it is to be empty."""
        with throwaways.open_for(
            self.project, postgres=self.postgres, sample=None, empty=empty, extensions=extensions
        ) as opened:
            yield opened.url


class Linting(Base):
    """Lint."""

    def lint(  # noqa: PLR0913 - one argument an option
        self,
        paths: Sequence[Path] = (),
        *,
        changed_since: str = "",
        only: Sequence[str] = (),
        skip: Sequence[str] = (),
        fix: bool = False,
        cache: bool = True,
        strict: bool = False,
        postgres: int | None = None,
    ) -> Linted:
        """Answers what is wrong with the tree's SQL files; a wrong file is a finding, too.

        Args:
            paths: files and folders of the tree to answer about; none for all of it.
            changed_since: a git reference: answer only about files changed since then.
            only: checkers (`style`) and rules (`style/CP01`) to look for, and for no others.
            skip: checkers and rules to leave out.
            fix: first write what can be repaired; migrations that git's HEAD has only where
                they are among the paths themselves.
            cache: use what is known from before, and keep what is found.
            strict: what could not be looked at is a finding, too.
            postgres: the major version that the tree is for.

        Raises:
            BadRequestError: no such path, reference, checker or rule.
            BadTreeError: there is no tree.
        """
        started = time.perf_counter()
        run.check_names((*only, *skip), run.Rules((whole.CHECKER, *registered.CHECKERS)))
        config, folder = self.config, self.tree.folder
        given = [Path.cwd() / one for one in paths]
        files = changed.named(given, folder)
        if changed_since:
            since = changed.changed_since(changed_since, folder)
            files = since if files is None else files & since
        file = config.file.name if config.file else ""
        question = questions.Question(folder, files, tuple(only), tuple(skip), config.ignore, file)
        ground = Ground(self, postgres or config.postgres)
        written = fixing.fix(question, ground, registered.CHECKERS, given) if fix else ()
        kept = caches.Cache(config.root if cache else None)
        answer = run.lint(question, ground, registered.CHECKERS, kept)
        return Linted(
            answer,
            strict=strict,
            duration_ms=(time.perf_counter() - started) * 1000,
            root=config.root,
            ignore=config.ignore,
            fixed=tuple(display_name(one, config.root) for one in written),
        )

    def lint_rules(self) -> RuleList:
        """Answers every rule that lint knows."""
        return RuleList(
            tuple(rule for one in (whole.CHECKER, *registered.CHECKERS) for rule in one.rules)
        )

    def lint_page(self, rule: str) -> Page:
        """Answers what a rule holds, why, and how a breach is repaired or allowed.

        Args:
            rule: its name, such as `style/CP01`.

        Raises:
            BadRequestError: there is no such rule.
        """
        run.check_names((rule,), run.Rules((whole.CHECKER, *registered.CHECKERS)))
        known = {one.name: one for one in self.lint_rules().rules}
        if rule not in known:
            hint = "Write CHECKER/RULE; `refdb lint --rules` lists them."
            raise BadRequestError(f"{rule} is a checker, and not a rule", hint=hint)
        return Page(rule, pages.page_of(known[rule], self.config.root))
