"""Options that many verbs have, each described once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


_ASKED = re.compile(r"(?P<alone>\d+)|(?P<provider>[a-z]+)(:(?P<version>\d+))?")


@dataclass(frozen=True)
class Asked:
    """Which PostgreSQL a throwaway is to be.

    Attributes:
        major: its major version, None for any.
        provider: what makes it, empty for any.
    """

    major: int | None = None
    provider: str = ""

    @classmethod
    def read(cls, text: str) -> Asked:
        """Answers what `--postgres` says: `15`, `local` or `local:15`.

        Raises:
            BadParameter: it says none of these.
        """
        found = _ASKED.fullmatch(text)
        if not found:
            hint = "write a version such as 15, a provider such as local, or both: local:15"
            raise typer.BadParameter(f"{text!r}: {hint}")
        version = found["alone"] or found["version"]
        return cls(int(version) if version else None, found["provider"] or "")


Target = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="NAME|URL",
        help="The database: a URL, a name under \\[targets] in refdb.toml, or dev.",
        show_default=False,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Another refdb.toml.", show_default=False),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", help="How the answer is written; the last three by checks only."),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what went wrong.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Print without colour.")]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="ID", help="Up to this one.", show_default=False),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would run; change nothing.")]
AllowEdited = Annotated[
    bool,
    typer.Option("--allow-edited", help="Run files that changed since they were applied."),
]
FromLedger = Annotated[
    bool,
    typer.Option("--from-ledger", help="Run the ledger's text of files that changed or are gone."),
]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help="Replace what was changed by hand; the ledger keeps it."),
]
Postgres = Annotated[
    int | None,
    typer.Option(
        "--postgres",
        metavar="WHICH",
        help="The throwaway's major version (15…18), provider (embedded, local, container, "
        "server), or both: local:15.",
        show_default=False,
        parser=Asked.read,
    ),
]
Sample = Annotated[
    str | None,
    typer.Option(
        "--sample",
        metavar="N",
        help="Sample data of N referrals: 500, 10k, 1M.",
        show_default=False,
    ),
]
ResumeAt = Annotated[
    bool,
    typer.Option("--resume-at", help="Run the interrupted statement again."),
]
ResumeAfter = Annotated[
    bool,
    typer.Option("--resume-after", help="Take the interrupted statement as done."),
]
