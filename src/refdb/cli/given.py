"""Options of `test` and `call`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Matching = Annotated[
    str,
    typer.Option("-k", metavar="TEXT", help="Only tests with this in file or sentence."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="Files that are run at a time; one a core if it is left out.",
        show_default=False,
    ),
]
Coverage = Annotated[
    bool,
    typer.Option("--coverage", help="Tell which lines and branches of functions ran."),
]
Minimum = Annotated[
    float,
    typer.Option(
        "--minimum",
        metavar="PERCENT",
        min=0,
        max=100,
        help="With coverage: exit 1 where fewer of the lines ran.",
        show_default=False,
    ),
]
Lcov = Annotated[
    Path | None,
    typer.Option(
        "--lcov",
        metavar="FILE",
        help="With coverage: write it there in LCOV's format.",
        show_default=False,
    ),
]
Objects = Annotated[
    bool,
    typer.Option("--objects", help="With the object files as they are, before make."),
]
Keep = Annotated[
    bool,
    typer.Option("--keep", help="Keep failed tests' databases until Ctrl-C; print their URLs."),
]
Watch = Annotated[
    bool,
    typer.Option("--watch", help="Run again what a change of files touches, until Ctrl-C."),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SQL [VALUE]...",
        help="What to run, in quotes, - to read it; then values for $1, $2 …",
        show_default=False,
    ),
]
Params = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        "-p",
        metavar="VALUE",
        help="A value for $1, the next one for $2 …; null for null.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--file",
        "-f",
        metavar="FILE",
        help="Run what is in a file; - for standard input.",
        show_default=False,
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show plans; run nothing that has one.")]
Analyze = Annotated[bool, typer.Option("--analyze", help="Run, and show plans with what happened.")]
Role = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="As this role.", show_default=False)
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="With a setting, such as app.organization_id; repeatable.",
        show_default=False,
    ),
]
