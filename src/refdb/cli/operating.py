"""The verbs of a database that works."""

from __future__ import annotations

from typing import Annotated

import typer

from refdb.cli.session import Session
from refdb.errors import BadRequestError, did_you_mean

_ACTIONS = ("run", "prune")
_OLDER = "30d"


def schedules(
    session: Session,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[run NAME or prune]",
            help="Run a job now and wait; or delete old runs from the history.",
            show_default=False,
        ),
    ] = None,
    *,
    older: Annotated[
        str | None,
        typer.Option(
            "--older",
            metavar="AGE",
            help="With prune: the age from which runs are deleted, such as 7d; 30d without it.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Compare pg_cron's jobs with the files; their next and last runs."""
    action, *names = words or ["show"]
    _check(action, names, older)
    if action != "show":
        session.no_findings(f"schedules {action}")
    if action == "run":
        session.show(session.project.run_schedule(names[0]))
    elif action == "prune":
        session.show(session.project.prune_schedules(older or _OLDER))
    else:
        answer = session.project.schedules()
        session.show(answer)
        session.exit_for(answer.findings)


def _check(action: str, names: list[str], older: str | None) -> None:
    if action not in (*_ACTIONS, "show"):
        raise BadRequestError(f"schedules cannot {action}", hint=did_you_mean(action, _ACTIONS))
    if len(names) != (action == "run"):
        raise BadRequestError(
            f"schedules {action} takes {'one job' if action == 'run' else 'no job'}",
            hint="Write `refdb schedules run NAME`.",
        )
    if older and action != "prune":
        raise BadRequestError("--older is for prune", hint="Write `refdb schedules prune`.")
