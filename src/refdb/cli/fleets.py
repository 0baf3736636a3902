"""Options for many targets at once, and what a verb does when they are given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from refdb.cli.session import Session
    from refdb.project.fleets import Fleet
    from refdb.report.fleet import FleetOutcome, FleetStatus

Targets = Annotated[
    str | None,
    typer.Option(
        "--targets",
        metavar="FILE|GROUP",
        help="Many databases: a file with one a line, or a group of refdb.toml.",
        show_default=False,
    ),
]
Canary = Annotated[
    int | None,
    typer.Option(
        "--canary",
        metavar="N",
        help="With --targets: the first N must end well before others begin (1).",
        show_default=False,
    ),
]
Parallel = Annotated[
    int | None,
    typer.Option(
        "--parallel",
        metavar="N",
        help="With --targets: how many at once (4).",
        show_default=False,
    ),
]
MaxFailures = Annotated[
    int | None,
    typer.Option(
        "--max-failures",
        metavar="N",
        help="With --targets: begin no more once more than N failed (0).",
        show_default=False,
    ),
]


def chosen_fleet(
    session: Session,
    targets: str | None,
    **rule: int | None,
) -> Fleet | None:
    """Answers the fleet that the options name; None where they name none.

    Args:
        session: the verb's.
        targets: the option --targets.
        **rule: canary, parallel and max_failures, None for what was not given.

    Raises:
        BadRequestError: options that contradict each other; no such file or group.
    """
    given = {name: number for name, number in rule.items() if number is not None}
    if targets is None:
        if given:
            option = next(iter(given)).replace("_", "-")
            hint = "Name a file or a group with --targets, or take the option out."
            raise BadRequestError(f"--{option} is for many targets", hint=hint)
        return None
    if session.target is not None:
        hint = "Give one of them."
        raise BadRequestError("--target and --targets contradict each other", hint=hint)
    chosen = session.project.fleet(targets, on_end=session.printer.ended, **given)
    return replace(chosen, on_wait=session.printer.waits)


def refuse(verb: str, **given: bool) -> None:
    """Raises BadRequestError for an option that is only for one target.

    Args:
        verb: the command.
        **given: option to whether it was given.
    """
    for name in (name for name, is_given in given.items() if is_given):
        option = name.replace("_", "-")
        hint = f"Run `refdb {verb} --target NAME --{option}` on each one that needs it."
        raise BadRequestError(f"--{option} is a decision about one target", hint=hint)


def check_end(*, everything: bool, to: str | None) -> None:
    """Raises BadRequestError where a rollback of many targets does not say where it ends."""
    if not everything and to is None:
        raise BadRequestError(
            "how far? A rollback of many targets that is run again must end at the same place",
            hint="Give --to ID, the migration that stays, or --all.",
        )


def show(session: Session, answer: FleetOutcome | FleetStatus) -> NoReturn:
    """Prints a fleet's answer and ends with its exit code."""
    session.settle()
    session.show(answer)
    raise typer.Exit(answer.exit_code)
