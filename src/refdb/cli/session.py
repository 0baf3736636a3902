"""One run of a verb: its common options, its project, and how its answer is printed."""

from __future__ import annotations

import functools
import inspect
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import typer

from refdb.cli import options
from refdb.config import count
from refdb.errors import BadRequestError, RefdbError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from refdb.findings import Finding
    from refdb.project import Project
    from refdb.report.text import Printer

_INTERRUPTED = 130  # as shells say of a command that Ctrl-C ended


@dataclass(frozen=True)
class Session:
    """One run of a verb.

    Attributes:
        target: the option --target.
        config: the option --config.
        json: whether the answer is JSON.
        junit: whether the answer is JUnit's XML.
        quiet: whether only what went wrong is printed.
        color: whether colour may be used.
        provider: what makes throwaways, as --postgres says; empty for the configuration's.
    """

    target: str | None
    config: Path | None
    json: bool
    junit: bool
    quiet: bool
    color: bool
    provider: str = ""

    @functools.cached_property
    def printer(self) -> Printer:
        """Prints for people; in JSON it is silent but for errors."""
        from refdb.report.text import Printer  # noqa: PLC0415 - rich is 50 ms, --help needs none

        return Printer(color=self.color, quiet=self.quiet or self.json or self.junit)

    def settle(self) -> None:
        """Takes what told how far something is from the terminal, whatever ended it."""
        if "printer" in vars(self):
            self.printer.settle()

    @functools.cached_property
    def project(self) -> Project:
        """The project of this folder, reporting each migration as it is done."""
        from refdb.project import Project  # noqa: PLC0415 - psycopg is 160 ms, --help needs none

        loaded = Project.load(self.config, self.target)
        at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        config = loaded.config
        if self.provider:
            config = replace(config, provider=self.provider)
        return replace(loaded, config=config, interactive=at_terminal, listener=self.printer)

    def show(self, answer: object) -> None:
        """Prints what a method of Project answered."""
        if self.json:
            from refdb.report.json import as_json  # noqa: PLC0415 - see printer

            typer.echo(as_json(answer))
        elif self.junit:
            from refdb.report.junit import as_junit  # noqa: PLC0415 - see printer

            typer.echo(as_junit(answer))  # type: ignore[arg-type]  # of test only: see verb
        else:
            self.printer.show(answer)

    def fail(self, error: RefdbError) -> typer.Exit:
        """Prints an error; answers the exit to raise."""
        if self.json:
            self.show(error)
        else:
            self.printer.error(error)
        return typer.Exit(error.exit_code)

    @staticmethod
    def exit_for(findings: Sequence[Finding]) -> None:
        """Ends with exit code 1 where there are findings."""
        if findings:
            raise typer.Exit(1)


def rows(sample: str | None) -> int | None:
    """Answers a number of rows such as 10k; None where there is none.

    Raises:
        BadRequestError: it is no number of rows.
    """
    return None if sample is None else count(sample, "--sample")


def resume(*, at: bool, after: bool) -> str:
    """Answers `at`, `after` or nothing.

    Raises:
        BadRequestError: both are given.
    """
    if at and after:
        hint = "Give the one that is true."
        raise BadRequestError("--resume-at and --resume-after contradict each other", hint=hint)
    return "at" if at else "after" if after else ""


def _common_options() -> list[inspect.Parameter]:
    def names(
        *,
        target: options.Target = None,
        config: options.Config = None,
        format: options.FormatOption = options.Format.TEXT,  # noqa: A002 - the option's name
        json: options.Json = False,
        quiet: options.Quiet = False,
        no_color: options.NoColor = False,
    ) -> None: ...

    return list(inspect.signature(names, eval_str=True).parameters.values())


def verb(function: Callable[..., None]) -> Callable[..., None]:
    """Makes a function of a Session and its own options into a verb with the common ones.

    Whatever refdb raises on purpose becomes a printed error and its exit code.
    """
    common = _common_options()
    signature = inspect.signature(function, eval_str=True)
    own = [one for one in signature.parameters.values() if one.name != "session"]

    @functools.wraps(function)
    def run(**given: Any) -> None:
        chosen = {one.name: given.pop(one.name) for one in common}
        asked = given.get("postgres") or options.Asked()
        if "postgres" in given:  # a verb is told the version; its session knows the provider
            given["postgres"] = asked.major
        session = Session(
            chosen["target"],
            chosen["config"],
            json=chosen["json"] or chosen["format"] is options.Format.JSON,
            junit=chosen["format"] is options.Format.JUNIT,
            quiet=chosen["quiet"],
            color=not chosen["no_color"],
            provider=asked.provider,
        )
        try:
            try:
                if session.junit and function.__name__ != "test":
                    raise BadRequestError(
                        "only test answers as JUnit", hint="Choose --format text or json."
                    )
                function(session, **given)
            finally:
                session.settle()
        except RefdbError as error:
            raise session.fail(error) from None
        except KeyboardInterrupt:
            typer.echo("interrupted: what was under way was undone", err=True)
            raise typer.Exit(_INTERRUPTED) from None

    parameters = own + common
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run
