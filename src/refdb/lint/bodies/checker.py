"""The checker `bodies`: what is wrong inside functions."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from refdb.errors import MissingPartError, StatementFailedError
from refdb.findings import Finding, Level
from refdb.late import late
from refdb.lint.bodies import rules
from refdb.lint.checkers import Part
from refdb.lint.own import of_tree
from refdb.lint.stamp import stamp
from refdb.queries import load

with late():
    from refdb import db
    from refdb.lint.bodies import create as creating
    from refdb.lint.bodies import names, strict
    from refdb.lint.bodies import written as texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from refdb.db import Connection
    from refdb.lint.bodies.written import Written
    from refdb.lint.checkers import Edit, Ground, Rule
    from refdb.lint.sources import Source

_CODE = ("lint", "lint/bodies", "queries/lint", "sqltext")
_EXTENSION = "plpgsql_check"
_WORD = re.compile(r"\w+")
_NAMES_ONLY = (
    "no server here has plpgsql_check: everything was created, and the names of tables, functions"
    " and qualified columns looked up; types, variables and what is never reached were not"
)


class _Bodies:
    """The checker `bodies`."""

    name = "bodies"
    rules: Sequence[Rule] = rules.RULES

    def identity(self, ground: Ground) -> str:
        """Answers refdb's own code, and the version of the server that is asked."""
        return f"{stamp(*_CODE)} {ground.postgres}"

    def parts(self, sources: Sequence[Source]) -> Sequence[Part]:
        """Answers each function's file, and each migration for the functions without one.

        A file's answer hangs on the migrations, and on those objects that it names or that name
        it: what else is edited does not have it checked again.
        """
        own = of_tree(sources)
        schema = _digest(one.digest for one in own if one.kind == "migration")
        objects = [one for one in own if one.kind != "migration"]
        words = {one.path.stem: {*_WORD.findall(one.text)} for one in objects}
        parts = [Part(one, f"rest:{schema}") for one in own if one.kind == "migration"]
        for one in objects:
            if one.kind == "function":
                stem = one.path.stem
                near = [
                    each.digest
                    for each in objects
                    if each.path.stem in words[stem] or stem in words[each.path.stem]
                ]
                parts.append(Part(one, f"{_digest([one.digest, schema, *near])}"))
        return parts

    def check(
        self, parts: Sequence[Part], sources: Sequence[Source], ground: Ground
    ) -> Mapping[str, tuple[Finding, ...]]:
        """Looks into functions on a throwaway that has plpgsql_check, else on any."""
        written = texts.Written(of_tree(sources))
        try:
            with ground.throwaway(empty=False, extensions={_EXTENSION}) as url:
                found = _found(url, written, parts, is_strict=True)
        except MissingPartError:
            with ground.throwaway(empty=False) as url:
                found = _found(url, written, parts, is_strict=False)
        except StatementFailedError as error:
            found = (_not_created(error),)
        return _by_part(parts, written, found)

    def fixes(
        self,
        parts: Sequence[Part],  # noqa: ARG002 - a person must say what was meant
        sources: Sequence[Source],  # noqa: ARG002 - the same
        ground: Ground,  # noqa: ARG002 - the same
    ) -> Sequence[Edit]:
        """Answers none: what a function was to do a person must write."""
        return ()


def _found(
    url: str, written: Written, parts: Sequence[Part], *, is_strict: bool
) -> tuple[Finding, ...]:
    files = {one.source.file for one in parts}
    wanted = [name for (_, name), (one, _) in written.functions.items() if one.file in files]
    with db.failures(), db.connect(url) as conn, conn.transaction(force_rollback=True):
        return tuple(look(conn, written, wanted, is_strict=is_strict))


def look(
    conn: Connection, written: Written, wanted: Sequence[str], *, is_strict: bool
) -> Iterator[Finding]:
    """Answers what is wrong inside functions, as their files are now.

    Args:
        conn: a connection in a transaction, to a database that the migrations made.
        written: the tree's functions.
        wanted: the names of those to look at.
        is_strict: ask plpgsql_check, which the database has; else look names up.
    """
    for source, error in creating.create(conn, texts.objects_in(written.sources)):
        yield _not_created(error, source.path.stem)
    if is_strict:
        conn.execute(load("lint/scope"))
        yield from strict.ask(conn, written, wanted)
        return
    yield from names.look_up(conn, written, wanted)
    hint = "Install it beside a server that refdb finds: Debian has postgresql-15-plpgsql-check."
    yield Finding(rules.NAMES_ONLY.name, "bodies", _NAMES_ONLY, Level.NOTE, hint=hint)


def _not_created(error: StatementFailedError, about: str = "migrations") -> Finding:
    rule = rules.NOT_CREATED
    hint = error.hint or "Correct it: the server refuses the statement."
    said = f"{error.message} ({error.sqlstate})" if error.sqlstate else error.message
    return Finding(
        rule.name,
        about,
        said,
        rule.level,
        error.file or "",
        error.line or 0,
        hint,
        error.column or 0,
    )


def _by_part(
    parts: Sequence[Part], written: Written, found: Sequence[Finding]
) -> dict[str, tuple[Finding, ...]]:
    """A finding belongs to its file's part, and one of no function's file to every part."""
    functions = {one.file for one in written.sources if one.kind == "function"}
    answer: dict[str, list[Finding]] = {one.digest: [] for one in parts}
    for one in parts:
        is_function = one.source.kind == "function"
        answer[one.digest] += [
            each
            for each in found
            if each not in answer[one.digest]
            and (each.file == one.source.file if is_function else each.file not in functions)
        ]
        if is_function:
            answer[one.digest] += [each for each in found if each.rule == rules.NAMES_ONLY.name]
    return {digest: tuple(each) for digest, each in answer.items()}


def _digest(digests: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(digests).encode()).hexdigest()


CHECKER = _Bodies()
