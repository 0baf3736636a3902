"""The verbs that look at a target or change it."""

from __future__ import annotations

from typing import Annotated

import typer

from refdb.cli import fleets, options
from refdb.cli.session import Session, resume
from refdb.errors import BadRequestError


def status(
    session: Session,
    *,
    targets: fleets.Targets = None,
    parallel: fleets.Parallel = None,
) -> None:
    """Show what is applied, pending, edited, missing or out of order."""
    fleet = fleets.chosen_fleet(session, targets, parallel=parallel)
    if fleet:
        session.no_findings("status of many targets")
        fleets.show(session, fleet.status())
    session.show(session.project.status())


def drift(
    session: Session,
    *,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="KEY=REASON",
            help="Leave this difference alone; may be given several times.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Compare the target with what its applied migrations give."""
    answer = session.project.drift(ignore=dict(map(_with_reason, ignore or [])))
    session.show(answer)
    session.exit_for(answer.findings)


def _with_reason(given: str) -> tuple[str, str]:
    key, _, reason = given.rpartition("=")
    if not key.strip() or not reason.strip():
        hint = 'Write --ignore "extra:table public.notes=a test of ours".'
        raise BadRequestError(f"{given!r} is no key with a reason", hint=hint)
    return key.strip(), reason.strip()


def apply(
    session: Session,
    *,
    to: options.To = None,
    dry_run: options.DryRun = False,
    allow_out_of_order: Annotated[
        bool,
        typer.Option("--allow-out-of-order", help="Also those before an applied one."),
    ] = False,
    resume_at: options.ResumeAt = False,
    resume_after: options.ResumeAfter = False,
    overwrite: options.Overwrite = False,
    targets: fleets.Targets = None,
    canary: fleets.Canary = None,
    parallel: fleets.Parallel = None,
    max_failures: fleets.MaxFailures = None,
) -> None:
    """Apply the pending migrations, in order."""
    fleet = fleets.chosen_fleet(
        session, targets, canary=canary, parallel=parallel, max_failures=max_failures
    )
    if fleet:
        only_one = {"resume_at": resume_at, "resume_after": resume_after, "overwrite": overwrite}
        fleets.refuse("apply", **only_one)
        answer = fleet.apply(to=to, allow_out_of_order=allow_out_of_order, dry_run=dry_run)
        fleets.show(session, answer)
    session.show(
        session.project.apply(
            to=to,
            allow_out_of_order=allow_out_of_order,
            resume=resume(at=resume_at, after=resume_after),
            overwrite=overwrite,
            dry_run=dry_run,
        ),
    )


def rollback(
    session: Session,
    *,
    steps: Annotated[
        int,
        typer.Option("--steps", metavar="N", min=1, help="How many, newest first."),
    ] = 1,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="ID",
            help="Everything after this one, which stays.",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every migration.")] = False,
    dry_run: options.DryRun = False,
    allow_edited: options.AllowEdited = False,
    from_ledger: options.FromLedger = False,
    resume_at: options.ResumeAt = False,
    resume_after: options.ResumeAfter = False,
    overwrite: options.Overwrite = False,
    targets: fleets.Targets = None,
    canary: fleets.Canary = None,
    parallel: fleets.Parallel = None,
    max_failures: fleets.MaxFailures = None,
) -> None:
    """Roll migrations back, newest first."""
    if everything and to is not None:
        raise BadRequestError("--all and --to contradict each other", hint="Give one of them.")
    fleet = fleets.chosen_fleet(
        session, targets, canary=canary, parallel=parallel, max_failures=max_failures
    )
    if fleet:
        only_one = {"resume_at": resume_at, "resume_after": resume_after, "overwrite": overwrite}
        fleets.refuse("rollback", **only_one)
        fleets.check_end(everything=everything, to=to)
        answer = fleet.rollback(
            to=to, allow_edited=allow_edited, from_ledger=from_ledger, dry_run=dry_run
        )
        fleets.show(session, answer)
    session.show(
        session.project.rollback(
            steps=None if everything else steps,
            to=to,
            allow_edited=allow_edited,
            from_ledger=from_ledger,
            resume=resume(at=resume_at, after=resume_after),
            overwrite=overwrite,
            dry_run=dry_run,
        ),
    )


def redo(
    session: Session,
    *,
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="How many.")] = 1,
    dry_run: options.DryRun = False,
    allow_edited: options.AllowEdited = False,
    overwrite: options.Overwrite = False,
) -> None:
    """Roll the newest migrations back and apply them again."""
    answer = session.project.redo(
        steps=steps, allow_edited=allow_edited, overwrite=overwrite, dry_run=dry_run
    )
    session.show(answer)
