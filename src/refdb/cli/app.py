"""The verbs, and the way in."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from refdb import __version__
from refdb.cli import fleets, options
from refdb.cli.adopt import adopt
from refdb.cli.session import Session, resume, rows, verb
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from types import FrameType

app = typer.Typer(
    name="refdb",
    help="Schema as code for PostgreSQL, with proof.",
    epilog="Exit codes: 0 good, 1 findings, 2 wrong request or files, 3 cannot connect, "
    "4 refused, 5 a statement failed.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"refdb {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _print_version(asked=asked),
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    pass


@app.command()
@verb
def init(session: Session) -> None:
    """Lay out a new tree and refdb.toml in this folder."""
    for path in session.project.init():
        session.printer.line(f"wrote {path.relative_to(path.cwd())}")


@app.command()
@verb
def new(
    session: Session,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="Words for its file's name.")],
    *,
    no_transaction: Annotated[
        bool,
        typer.Option("--no-transaction", help="For statements such as create index concurrently."),
    ] = False,
) -> None:
    """Write an empty migration pair with the next number."""
    for path in session.project.new(" ".join(name), transactional=not no_transaction):
        session.printer.line(f"wrote {path.relative_to(session.project.config.root)}")


@app.command()
@verb
def status(
    session: Session,
    *,
    targets: fleets.Targets = None,
    parallel: fleets.Parallel = None,
) -> None:
    """Show what is applied, pending, edited, missing or out of order."""
    fleet = fleets.chosen_fleet(session, targets, parallel=parallel)
    if fleet:
        fleets.show(session, fleet.status())
    session.show(session.project.status())


@app.command()
@verb
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
        fleets.refuse("apply", resume_at=resume_at, resume_after=resume_after)
        answer = fleet.apply(to=to, allow_out_of_order=allow_out_of_order, dry_run=dry_run)
        fleets.show(session, answer)
    session.show(
        session.project.apply(
            to=to,
            allow_out_of_order=allow_out_of_order,
            resume=resume(at=resume_at, after=resume_after),
            dry_run=dry_run,
        ),
    )


@app.command()
@verb
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
        fleets.refuse("rollback", resume_at=resume_at, resume_after=resume_after)
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
            dry_run=dry_run,
        ),
    )


@app.command()
@verb
def redo(
    session: Session,
    *,
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="How many.")] = 1,
    dry_run: options.DryRun = False,
    allow_edited: options.AllowEdited = False,
) -> None:
    """Roll the newest migrations back and apply them again."""
    session.show(session.project.redo(steps=steps, allow_edited=allow_edited, dry_run=dry_run))


app.command()(adopt)


@app.command()
@verb
def explain(
    session: Session,
    *,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
) -> None:
    """Check every contract's plan on a throwaway with sample data."""
    answer = session.project.explain(rows=rows(sample), postgres=postgres)
    session.show(answer)
    session.exit_for(answer.findings)


@app.command()
@verb
def test(
    session: Session,
    *,
    matching: Annotated[
        str,
        typer.Option("-k", metavar="TEXT", help="Only tests with this in file or sentence."),
    ] = "",
    postgres: options.Postgres = None,
) -> None:
    """Run the SQL tests on a throwaway."""
    answer = session.project.test(matching=matching, postgres=postgres)
    session.show(answer)
    session.exit_for(answer.findings)


@app.command()
@verb
def call(
    session: Session,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="What to run, in quotes.")],
    *,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
) -> None:
    """Run SQL on a throwaway with the schema and sample data, and roll it back."""
    session.show(session.project.call(sql, sample=rows(sample), postgres=postgres))


@app.command()
@verb
def throwaway(
    session: Session,
    *,
    sample: options.Sample = None,
    postgres: options.Postgres = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without the schema.")] = False,
    shell: Annotated[bool, typer.Option("--shell", help="Start psql in it.")] = False,
    clean: Annotated[bool, typer.Option("--clean", help="Only remove cached templates.")] = False,
) -> None:
    """Open a Postgres with the schema in it, print its URL, delete it at the end."""
    from refdb.cli.visit import open_shell, stay  # noqa: PLC0415 - only this verb needs it

    project = session.project
    if clean:
        session.show(project.clean_throwaways())
        return
    if empty and sample:
        raise BadRequestError("--empty and --sample contradict each other", hint="Give one.")
    with project.throwaway(postgres=postgres, sample=rows(sample), empty=empty) as opened:
        code = open_shell(opened) if shell else stay(session, opened)
    raise typer.Exit(code)


def _end(number: int, _: FrameType | None) -> NoReturn:
    # As an exception, so that every block's end is run: servers stop, folders go.
    raise SystemExit(128 + number)


def main() -> NoReturn:
    """Runs the command line; whatever ends it, throwaways are deleted."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    # A command lives for a second: what a collection could give back is not worth its 30 ms.
    gc.set_threshold(100_000)
    try:
        app()
        code = 0
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        code = 1
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        code = end.code or 0
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Ends at once: taking the interpreter to pieces would cost 70 ms more."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)
