"""The verb that reads the tree's files for what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]…", help="Only these files and folders.", show_default=False),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="CHECKER|RULE",
        help="Only this checker (tree, style, safety, bodies, house) or rule; may be repeated.",
        show_default=False,
    ),
]
Skip = Annotated[
    list[str] | None,
    typer.Option(
        "--skip",
        metavar="CHECKER|RULE",
        help="Not this checker or rule; may be repeated.",
        show_default=False,
    ),
]
ChangedSince = Annotated[
    str,
    typer.Option(
        "--changed-since", metavar="REF", help="Only files that changed since a git reference."
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Look at every file anew; keep nothing.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="What could not be checked is a finding, too.")
]
Fix = Annotated[
    bool,
    typer.Option(
        "--fix", help="Repair what can be; a migration that is committed only where it is named."
    ),
]
Explain = Annotated[
    str, typer.Option("--explain", metavar="RULE", help="Print what a rule holds, and do no more.")
]
RulesOption = Annotated[bool, typer.Option("--rules", help="List every rule, and do no more.")]


def lint(
    session: Session,
    paths: Paths = None,
    *,
    fix: Fix = False,
    changed_since: ChangedSince = "",
    only: Only = None,
    skip: Skip = None,
    no_cache: NoCache = False,
    strict: Strict = False,
    explain: Explain = "",
    rules: RulesOption = False,
    postgres: options.Postgres = None,
) -> None:
    """Read the tree's SQL files for what is wrong with them: style, safety, bodies, house rules."""
    if explain or rules:
        project = session.offline
        session.tell(project.lint_page(explain) if explain else project.lint_rules())
        return
    answer = session.offline.lint(
        paths or (),
        changed_since=changed_since,
        only=only or (),
        skip=skip or (),
        fix=fix,
        cache=not no_cache,
        strict=strict,
        postgres=postgres,
    )
    session.tell(answer)
    session.exit_for(answer.findings)
