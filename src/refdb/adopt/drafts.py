"""One original as a migration of refdb's. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.adopt.files import error
from refdb.errors import BadTreeError
from refdb.tree import ROLLBACK_SUFFIX, Migration, Script, problems
from refdb.tree.headers import Header, read_flag, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.adopt.values import Original, Part
    from refdb.findings import Finding

_BEGINNINGS = ("begin", "start")
_ENDS = ("commit", "end")
_LONGEST_NAME = 80  # characters of the tool's own words in a file's name
_MUST_BE_SOMETHING = "select"  # a rollback that has nothing to undo


def draft(original: Original, number: str, tool: str, folder: str) -> Migration:
    """Answers the migration that refdb makes of an original.

    Args:
        original: the tool's migration.
        number: its place among all, as its file's name begins.
        tool: the tool's name.
        folder: sql/migrations, as messages name it.
    """
    if original.as_is:
        down = original.down.text if original.down else None
        return _migration(original.version, original.up.text, down, folder)
    identity = f"{number}_{_words(original, tool)}"
    bodies = _Bodies(original)
    header = [f"-- why: Adopted from {tool}, version {original.version}."]
    if not bodies.transactional:
        header.append("-- transactional: false")
    if bodies.down is None:
        header.append(f"-- irreversible: {tool} has nothing that undoes it.")
    apply = _text(header, tool, original.up.file, bodies.up)
    rollback = None
    if bodies.down is not None:
        origin = original.down or original.up
        loses = [f"-- loses: Unknown, as {tool} does not say."]
        rollback = _text(loses, tool, origin.file, bodies.down)
    return _migration(identity, apply, rollback, folder)


class _Bodies:
    """The SQL of both directions, without what belongs to the tool."""

    def __init__(self, original: Original) -> None:
        parts = [one for one in (original.up, original.down) if one]
        unwrapped = [_unwrapped(one.text) for one in parts]
        statements = [one for text in unwrapped for one in _statements(text)]
        is_wrapped = unwrapped[0] != original.up.text
        # A file with its own begin and commit was one transaction, whatever the tool was told.
        self.transactional = (original.transactional or is_wrapped) and not any(
            map(sqltext.refuses_transaction, statements)
        )
        self.up = _with_comments_first(unwrapped[0])
        down = unwrapped[1] if original.down else ""
        has_down = bool(_statements(down)) or _is_broken(down)
        does_nothing = not _statements(self.up) and not _is_broken(self.up)
        self.down = _with_comments_first(down) if has_down else None
        if self.down is None and does_nothing:
            self.down = f"{_MUST_BE_SOMETHING};"


def _words(original: Original, tool: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", original.name.lower()).strip("_")[:_LONGEST_NAME].strip("_")
    version = re.sub(r"[^a-z0-9]+", "_", original.version.lower()).strip("_")
    return words or f"{tool.replace('-', '_')}_{version}"


def _text(header: list[str], tool: str, file: str, body: str) -> str:
    """The line with the file's name ends the header: comments below it are the tool's own."""
    trace = f"/* {tool}: {file.replace('*', '')} */"
    return "\n".join([*header, "", trace, "", body.strip("\n").rstrip(), ""]).lstrip("\n")


def _migration(identity: str, apply: str, rollback: str | None, folder: str) -> Migration:
    apply_file = f"{folder}/{identity}.sql"
    header = read_header(apply, "migration", apply_file)
    rollback_file = f"{folder}/{identity}{ROLLBACK_SUFFIX}"
    script = None
    if rollback is not None:
        rollback_header = read_header(rollback, "rollback", rollback_file)
        script = Script(rollback_file, rollback, rollback_header)
    return Migration(
        id=identity,
        apply=Script(apply_file, apply, header),
        rollback=script,
        depends=tuple(dict.fromkeys(header.get("depends").split())),
        transactional=read_flag(header, "transactional", apply_file, default=True),
    )


def findings(original: Original, migration: Migration) -> Iterator[Finding]:
    """Answers what of an original refdb would not run, at its place in the tool's own file."""
    checked = Migration(
        id=migration.id,
        apply=_in_place(original.up, as_is=original.as_is),
        rollback=_in_place(original.down, as_is=original.as_is) if original.down else None,
        transactional=migration.transactional,
    )
    for one in problems(checked):
        yield error("sql", one.file, one.message, one.hint, one.line or 0)


def _in_place(part: Part, *, as_is: bool) -> Script:
    text = part.text if as_is else _unwrapped(part.text)
    return Script(part.file, "\n" * (part.line - 1) + text, Header())


def _statements(text: str) -> tuple[sqltext.Statement, ...]:
    """None for a text that cannot be read, which `findings` says."""
    try:
        return sqltext.split(text)
    except BadTreeError:
        return ()


def _is_broken(text: str) -> bool:
    try:
        sqltext.split(text)
    except BadTreeError:
        return True
    return False


def _unwrapped(text: str) -> str:
    """A text without a begin at its very beginning and a commit at its very end.

    refdb keeps the transaction itself. All other lines keep their place.
    """
    statements = _statements(text)
    controls = [one for one in statements if sqltext.controls_transaction(one)]
    if len(controls) != 2 or controls != [statements[0], statements[-1]]:  # noqa: PLR2004 - a pair
        return text
    first, last = controls
    if first.first_word not in _BEGINNINGS or last.first_word not in _ENDS:
        return text
    return _without(_without(text, last), first)


def _without(text: str, statement: sqltext.Statement) -> str:
    end = statement.start + len(statement.text)
    semicolon = re.match(r"\s*;", text[end:])
    return text[: statement.start] + text[end + (semicolon.end() if semicolon else 0) :]


def _with_comments_first(text: str) -> str:
    """Comments after the last statement go before it: yoyo would run them as a statement."""
    statements = _statements(text)
    if not statements:
        return text
    last = statements[-1]
    end = last.start + len(last.text)
    tail = re.sub(r"\A\s*;", "", text[end:]).strip()
    if not tail:
        return text
    return f"{text[: last.start]}{tail}\n{text[last.start : end]};"
