"""The verb that asks for plans: of contracts or of any query, on throwaways or on a target."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from refdb.cli import options
from refdb.cli.session import Session, rows
from refdb.config import count
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]…", help="Only these contracts.", show_default=False),
]
Matching = Annotated[
    str, typer.Option("-k", metavar="TEXT", help="Only contracts with this in file or query.")
]
Sql = Annotated[
    str,
    typer.Option(
        "--sql",
        metavar="SQL|FILE|-",
        help="A query instead of the contracts: SQL in quotes, a file, or - for what comes in.",
    ),
]
Values = Annotated[
    str,
    typer.Option(
        "--with",
        metavar="EXPRESSIONS",
        help="Values of that query's parameters, separated by commas.",
    ),
]
Analyze = Annotated[
    bool, typer.Option("--analyze", help="Run them too, rolled back; never on a target.")
]
Audit = Annotated[
    bool, typer.Option("--audit", help="Every statement inside functions, views, policies too.")
]
Planned = Annotated[
    str | None,
    typer.Option(
        "--rows",
        metavar="N",
        help="Plan as for N rows, which are not loaded: 10k, 1M (the default), 1B.",
        show_default=False,
    ),
]
Statistics = Annotated[
    str,
    typer.Option("--statistics", metavar="NAME", help="Plan on a statistics set, or a file.json."),
]
Horizon = Annotated[
    bool,
    typer.Option("--horizon", help="Show where plans change up to --rows (1B), and into what."),
]
Against = Annotated[
    str,
    typer.Option(
        "--against",
        metavar="REF",
        help="Show what changed since a git reference, target:NAME or postgres:15.",
    ),
]

Suggest = Annotated[
    bool, typer.Option("--suggest", help="Find the smallest index for each broken contract.")
]
Write = Annotated[
    bool, typer.Option("--write", help="With --suggest: write each as a migration pair.")
]


def explain(
    session: Session,
    names: Names = None,
    *,
    matching: Matching = "",
    sql: Sql = "",
    values: Values = "",
    analyze: Analyze = False,
    audit: Audit = False,
    planned: Planned = None,
    statistics: Statistics = "",
    sample: options.Sample = None,
    horizon: Horizon = False,
    against: Against = "",
    suggest: Suggest = False,
    write: Write = False,
    postgres: options.Postgres = None,
) -> None:
    """Check every contract's plan at production size, on a throwaway without rows."""
    if values and not sql:
        hint = "A contract's values stand in its file: `-- with:`."
        raise BadRequestError("--with gives values to the query of --sql", hint=hint)
    size = count(planned, "--rows") if planned else None
    others = {"--sql": sql, "--analyze": analyze, "--sample": sample, "--audit": audit}
    which, where = (names or (), matching), (size, statistics, postgres)
    if write and not suggest:
        raise BadRequestError("--write writes what --suggest finds", hint="Add --suggest.")
    if horizon or suggest:
        session.no_findings("explain --horizon" if horizon else "explain --suggest")
    if horizon:
        more = {"--against": against, "--statistics": statistics, "--suggest": suggest}
        _refuse_others("--horizon", others | more)
        _show_horizon(session, which, where)
    elif against:
        _refuse_others("--against", others | {"--suggest": suggest})
        _compare(session, which, where, against)
    elif suggest:
        _refuse_others("--suggest", others)
        _suggest(session, which, where, write=write)
    if horizon or against or suggest:
        return
    answer = session.project.explain(
        names or (),
        matching=matching,
        sql=_text(sql) if sql else "",
        values=values,
        rows=size,
        statistics=statistics,
        sample=rows(sample),
        analyze=analyze,
        live=session.target is not None,
        audit=audit,
        postgres=postgres,
    )
    session.show(answer)
    session.exit_for(answer.findings)


def _refuse_others(option: str, others: Mapping[str, object]) -> None:
    for name, given in others.items():
        if given:
            hint = "Give one of them."
            raise BadRequestError(f"{option} and {name} are two questions", hint=hint)


Which = tuple["Sequence[str]", str]
Where = tuple[int | None, str, int | None]


def _show_horizon(session: Session, which: Which, where: Where) -> None:
    most = where[0] or 10**9
    project = session.project
    session.show(project.horizon(which[0], matching=which[1], most=most, postgres=where[2]))


def _compare(session: Session, which: Which, where: Where, against: str) -> None:
    (names, matching), (rows, statistics, postgres) = which, where
    answer = session.project.compare_plans(
        against, names, matching=matching, rows=rows, statistics=statistics, postgres=postgres
    )
    session.show(answer)
    session.exit_for(answer.findings)


def _suggest(session: Session, which: Which, where: Where, *, write: bool) -> None:
    (names, matching), (rows, statistics, postgres) = which, where
    answer = session.project.suggest(
        names, matching=matching, rows=rows, statistics=statistics, write=write, postgres=postgres
    )
    session.show(answer)


def _text(sql: str) -> str:
    """One word is a file: no query is one word."""
    text = sys.stdin.read() if sql == "-" else sql if len(sql.split()) > 1 else _read(sql)
    if not text.strip():
        raise BadRequestError("there is no query", hint='Write one: `--sql "select …"`.')
    return text


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequestError(
            f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}",
            hint='Write a query in quotes, `--sql "select …"`, or the name of a file.',
        ) from None
