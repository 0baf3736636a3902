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
    postgres: options.Postgres = None,
) -> None:
    """Check every contract's plan at production size, on a throwaway without rows."""
    if values and not sql:
        hint = "A contract's values stand in its file: `-- with:`."
        raise BadRequestError("--with gives values to the query of --sql", hint=hint)
    size = count(planned, "--rows") if planned else None
    if horizon or against:
        others = {"--sql": sql, "--analyze": analyze, "--sample": sample, "--audit": audit}
        _refuse_others("--horizon" if horizon else "--against", others)
        if horizon:
            _refuse_others("--horizon", {"--against": against, "--statistics": statistics})
        _foresee(session, (names or (), matching), (size, statistics, postgres), against)
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


def _foresee(
    session: Session,
    which: tuple[Sequence[str], str],
    where: tuple[int | None, str, int | None],
    against: str,
) -> None:
    (names, matching), (rows, statistics, postgres) = which, where
    project = session.project
    if not against:
        most = rows or 10**9
        session.show(project.horizon(names, matching=matching, most=most, postgres=postgres))
        return
    answer = project.compare_plans(
        against, names, matching=matching, rows=rows, statistics=statistics, postgres=postgres
    )
    session.show(answer)
    session.exit_for(answer.findings)


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
