"""What another tool's files and ledger say, as values of one form for all tools."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from refdb.findings import Finding

    Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """The SQL of an original in one direction.

    Attributes:
        text: SQL with LF line ends.
        file: the tool's file that it stands in, relative to the tool's folder.
        line: the line of that file that the text begins on, counted from 1.
    """

    text: str
    file: str
    line: int = 1


@dataclass(frozen=True)
class Original:
    """A migration as its tool knows it.

    Attributes:
        version: what the tool's ledger calls it.
        name: words for the name of refdb's file.
        up: what applies it.
        down: what rolls it back; None when the tool has nothing for that.
        transactional: whether the tool runs it in a transaction.
        checksum: what the tool would keep of its file today; empty when it keeps nothing.
        requires: the versions that its tool applies before it.
        repeatable: run again by its tool whenever its file changes.
        as_is: in refdb's own format already; file and name are kept.
    """

    version: str
    name: str
    up: Part
    down: Part | None = None
    transactional: bool = True
    checksum: str = ""
    requires: tuple[str, ...] = ()
    repeatable: bool = False
    as_is: bool = False


@dataclass(frozen=True)
class Source:
    """A tool's files.

    Attributes:
        originals: its migrations in the order in which the tool applies them.
        findings: what cannot be carried over, with files relative to the tool's folder.
        project: what the tool calls this set of files in its ledger; empty when it has no name.
    """

    originals: tuple[Original, ...]
    findings: tuple[Finding, ...] = ()
    project: str = ""


@dataclass(frozen=True)
class Mark:
    """A migration that the tool's ledger calls applied.

    Attributes:
        version: the tool's name for it.
        applied_at: when; None when the tool does not know.
        duration_ms: milliseconds that it took, 0 when the tool does not know.
        applied_by: who did it; empty when the tool does not know.
        checksum: what the tool kept of the file; empty when it keeps nothing.
    """

    version: str
    applied_at: datetime | None = None
    duration_ms: float = 0
    applied_by: str = ""
    checksum: str = ""


@dataclass(frozen=True)
class History:
    """A tool's ledger: what is applied, and what in it forbids to carry it over."""

    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Tool:
    """Another migration tool.

    Attributes:
        name: as `--from` has it.
        folders: where its files are when nobody says where, the first that is there.
        table: its ledger, as Postgres writes the name.
        query: the named query that reads it.
        read: answers what a folder says.
        history: answers what the ledger's rows say, given the files.
    """

    name: str
    folders: tuple[str, ...]
    table: str
    query: str
    read: Callable[[Path], Source]
    history: Callable[[Sequence[Row], Source], History] = field(repr=False)
