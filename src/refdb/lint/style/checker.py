"""The checker `style`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from refdb.findings import Finding, Level
from refdb.late import late
from refdb.lint.checkers import Part, Rule
from refdb.lint.style import config

with late():
    from refdb.lint.style import explained, mend, reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.lint.checkers import Edit, Ground
    from refdb.lint.sources import Source
    from refdb.lint.style.reader import Violation

#: Characters of the biggest file that is looked at: sqlfluff takes a minute for each million.
_MOST = 1_000_000
_SHOWN = 6  # places of a file that a note names
#: The rule of a note that sqlfluff could not read something that Postgres can.
UNREAD = "style/unread"


class _Style:
    name = "style"

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Every rule of sqlfluff's, and that it can read a file."""
        own = Rule(UNREAD, "sqlfluff's parser can read every statement", Level.NOTE)
        return (own, *explained.rules())

    def identity(self, ground: Ground) -> str:
        """Answers sqlfluff's version and its configuration."""
        return config.identity_of(ground.root)

    def parts(self, sources: Sequence[Source]) -> Sequence[Part]:
        """Answers one part a file, but for rollbacks: they are in the catalog's own words."""
        return [Part(one, one.digest) for one in sources if one.kind != "rollback"]

    def check(
        self,
        parts: Sequence[Part],
        sources: Sequence[Source],  # noqa: ARG002 - each file for itself
        ground: Ground,
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Asks sqlfluff.

        Raises:
            MissingPartError: it is not installed.
            BadRequestError: its configuration is wrong.
        """
        config.check_installed()
        fit = [one.source for one in parts if len(one.source.text) <= _MOST]
        said = reader.violations(fit, ground.root, ground.processes)
        return {one.digest: tuple(_findings(one.source, said)) for one in parts}

    def fixes(
        self,
        parts: Sequence[Part],
        sources: Sequence[Source],  # noqa: ARG002 - each file for itself
        ground: Ground,
    ) -> Sequence[Edit]:
        """Answers the files as sqlfluff writes them, where they stay the same statements."""
        config.check_installed()
        fit = [one.source for one in parts if len(one.source.text) <= _MOST]
        return mend.edits(fit, ground.root)


CHECKER = _Style()


def _findings(source: Source, said: Mapping[str, tuple[Violation, ...]]) -> Iterator[Finding]:
    about = source.path.stem
    if source.digest not in said:
        million = f"{len(source.text) / 1e6:.1f} million characters"
        message = f"its style is not looked at: it has {million}"
        yield Finding(UNREAD, about, message, Level.NOTE, source.file, 1)
    found = said.get(source.digest, ())
    yield from (_finding(source, one) for one in found if one.rule)
    unread = [one for one in found if not one.rule]
    if unread:
        lines = ", ".join(map(_lines, unread[:_SHOWN])) + (" …" if len(unread) > _SHOWN else "")
        reasons = ", ".join(dict.fromkeys(one.message for one in unread))
        message = f"the style of lines {lines} is not looked at: {reasons}"
        yield Finding(UNREAD, about, message, Level.NOTE, source.file, unread[0].line)


def _lines(one: Violation) -> str:
    return f"{one.line}-{one.last_line}" if one.last_line > one.line else str(one.line)


def _finding(source: Source, one: Violation) -> Finding:
    rule = f"style/{one.rule}"
    hint = f"`refdb lint --explain {rule}` says more."
    begin = one.message[:2]
    message = (begin.lower() if begin.istitle() else begin) + one.message[2:].rstrip(".")
    return Finding(
        rule, source.path.stem, message, Level.WARNING, source.file, one.line, hint, one.column
    )
