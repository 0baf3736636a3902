"""Writes docs/verbs.md, the reference of the command line, from the command line itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from refdb.cli.app import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).parents[1] / "docs/verbs.md"
COMMON = ("target", "config", "format", "json", "quiet", "no_color")
HEAD = """\
# The verbs

<!-- Written by `make docs` from the command line's own help: edit that, not this page. -->

Every verb is also a method of `refdb.Project` with the same name. Exit codes: 0 good · 1 findings ·
2 the request or the files are wrong · 3 cannot connect · 4 refused · 5 a statement failed.
"""


def reference() -> str:
    """Answers the whole page."""
    group = typer.main.get_command(command_line())
    verbs = dict(_flat(group.commands))  # type: ignore[attr-defined]
    pages = [_verb(name, command) for name, command in verbs.items()]
    common = [one for one in next(iter(verbs.values())).params if one.name in COMMON]
    return "\n".join([HEAD, *pages, "## Everywhere\n", *_rows(common), ""])


def _flat(commands: dict[str, object]) -> Iterator[tuple[str, object]]:
    """A verb that has verbs of its own is each of them, `statistics export` and so on."""
    for name, command in commands.items():
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            yield from ((f"{name} {one}", each) for one, each in inner.items())


def _verb(name: str, command: object) -> str:
    own = [one for one in command.params if one.name not in COMMON]  # type: ignore[attr-defined]
    arguments = [one.metavar for one in own if one.param_type_name == "argument"]
    usage = " ".join(["refdb", name, *arguments])
    lines = [f"## {name}\n", f"`{usage}`: {command.help}\n", *_rows(own)]  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def _rows(params: list[object]) -> Iterator[str]:
    if params:
        yield "| option | meaning |\n| --- | --- |"
    for one in params:
        metavar = f" {one.metavar}" if one.metavar and one.param_type_name == "option" else ""  # type: ignore[attr-defined]
        names = ", ".join(one.opts) if one.param_type_name == "option" else one.metavar  # type: ignore[attr-defined]
        meaning = (one.help or "").replace("\\[", "[").replace("|", "\\|")  # type: ignore[attr-defined]
        yield f"| `{names}{metavar.replace('|', ' or ')}` | {meaning} |"


if __name__ == "__main__":
    if "--check" in sys.argv:
        raise SystemExit(REFERENCE.read_text(encoding="utf-8") != reference())
    REFERENCE.write_text(reference(), encoding="utf-8")
