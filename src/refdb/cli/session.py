"""One run of a verb: its common options, its project, and how its answer is printed."""

from __future__ import annotations

import functools
import inspect
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from refdb.cli import options
from refdb.config import count
from refdb.errors import BadRequestError, RefdbError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from refdb.findings import Finding
    from refdb.project import Project
    from refdb.report.cells import Told
    from refdb.report.text import Printer

_INTERRUPTED = 130  # as shells say of a command that Ctrl-C ended
_PLAIN = (options.Format.TEXT, options.Format.JSON)
#: The verbs that look for findings, which can be written in every format.
CHECKS = frozenset(
    ("status", "drift", "make", "lint", "prove", "explain", "test", "check", "schedules")
)


@dataclass(frozen=True)
class Session:
    """One run of a verb.

    Attributes:
        verb: its name.
        target: the option --target.
        config: the option --config.
        format: how the answer is written.
        quiet: whether only what went wrong is printed.
        color: whether colour may be used.
        provider: what makes throwaways, as --postgres says; empty for the configuration's.
    """

    verb: str
    target: str | None
    config: Path | None
    format: options.Format
    quiet: bool
    color: bool
    provider: str = ""

    @property
    def json(self) -> bool:
        """Whether the answer is JSON."""
        return self.format is options.Format.JSON

    @property
    def is_text(self) -> bool:
        """Whether the answer is for people."""
        return self.format is options.Format.TEXT

    def no_findings(self, what: str = "") -> None:
        """Says that this run looks for no findings, so that only text and JSON make sense.

        Args:
            what: how it is asked for; empty for the verb.

        Raises:
            BadRequestError: another format is asked for.
        """
        if self.format not in _PLAIN:
            raise BadRequestError(
                f"{what or self.verb} has no findings to write as {self.format}",
                hint="Choose --format text or json.",
            )

    @functools.cached_property
    def printer(self) -> Printer:
        """Prints for people; in JSON it is silent but for errors."""
        from refdb.report.text import Printer  # noqa: PLC0415 - rich is 50 ms, --help needs none

        return Printer(color=self.color, quiet=self.quiet or not self.is_text)

    @property
    def root(self) -> Path:
        """The project's folder, or this one where there is no project."""
        loaded = vars(self).get("project") or vars(self).get("offline")
        return loaded.config.root if loaded else Path.cwd()

    def settle(self) -> None:
        """Takes what told how far something is from the terminal, whatever ended it."""
        if "printer" in vars(self):
            self.printer.settle()

    @functools.cached_property
    def project(self) -> Project:
        """The project of this folder, reporting each migration as it is done."""
        loaded = self.offline
        self.printer.root = loaded.config.root
        at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        return replace(loaded, interactive=at_terminal, listener=self.printer)

    @functools.cached_property
    def offline(self) -> Project:
        """The same for what needs no target: nothing is loaded that speaks to a server."""
        from refdb.project import Project  # noqa: PLC0415 - --help needs none

        loaded = Project.load(self.config, self.target)
        provider = self.provider or loaded.config.provider
        return replace(loaded, config=replace(loaded.config, provider=provider))

    def show(self, answer: object) -> None:
        """Prints what a method of Project answered."""
        if self.is_text:
            self.printer.show(answer)
        else:
            typer.echo(self.written(answer, self.format))

    def tell(self, answer: Told) -> None:
        """Prints an answer that knows its own lines; less is loaded for it than by `show`."""
        if self.is_text:
            from refdb.report.console import Lines  # noqa: PLC0415 - see printer

            Lines(color=self.color, quiet=self.quiet, root=self.root).tell(answer)
        else:
            self.show(answer)

    def written(self, answer: object, form: options.Format) -> str:
        """Answers what a method of Project answered, or an error, in a format for machines."""
        from refdb.report.formats import Origin, written  # noqa: PLC0415 - see printer

        code = getattr(answer, "exit_code", int(bool(getattr(answer, "findings", ()))))
        return written(answer, form.value, Origin(self.verb, self.root, code))

    def fail(self, error: RefdbError) -> typer.Exit:
        """Prints an error, in the format that is asked for; answers the exit to raise.

        What is written to a file for machines is told to people as well.
        """
        is_written = self.json or (self.verb in CHECKS and not self.is_text)
        if is_written:
            self.show(error)
        if not is_written or self.format in (options.Format.SARIF, options.Format.JUNIT):
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
            function.__name__,
            chosen["target"],
            chosen["config"],
            format=options.Format.JSON if chosen["json"] else chosen["format"],
            quiet=chosen["quiet"],
            color=not chosen["no_color"],
            provider=asked.provider,
        )
        try:
            try:
                if session.verb not in CHECKS:
                    session.no_findings()
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
