"""The verb that measures a target."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from refdb import config
from refdb.cli.session import Session
from refdb.errors import BadRequestError, RefdbError
from refdb.late import late

with late():
    from refdb.project import monitoring as outlets
    from refdb.report import json, monitor_page, monitor_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.monitor import Round
    from refdb.project import Project

#: What monitoring systems take for "nobody knows".
UNKNOWN = 3


_Watched = Annotated[
    str | None,
    typer.Argument(metavar="[TARGET]", help="The same as --target.", show_default=False),
]
_Once = Annotated[
    bool,
    typer.Option("--once", help="Measure once; exit 0 good, 1 warning, 2 worse, 3 unknown."),
]
_Interval = Annotated[
    str | None,
    typer.Option(
        "--interval",
        metavar="TIME",
        help="Between two rounds, such as 5s; 10s without it. With --once between two looks at "
        "counters; 1s without it.",
        show_default=False,
    ),
]
_Rounds = Annotated[
    int | None,
    typer.Option("--rounds", metavar="N", min=1, help="End after so many.", show_default=False),
]
_Prometheus = Annotated[
    str | None,
    typer.Option(
        "--prometheus",
        metavar="[ADDRESS:]PORT",
        help="Answer Prometheus there; on 127.0.0.1 unless an address is given.",
        show_default=False,
    ),
]
_Html = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE", help="Write each round as one page.", show_default=False
    ),
]
_Notify = Annotated[
    str | None,
    typer.Option(
        "--notify",
        metavar="URL",
        help="Post JSON there when an alert comes, changes or goes.",
        show_default=False,
    ),
]


def monitor(
    session: Session,
    watched: _Watched = None,
    *,
    once: _Once = False,
    interval: _Interval = None,
    rounds: _Rounds = None,
    prometheus: _Prometheus = None,
    html: _Html = None,
    notify_url: _Notify = None,
) -> None:
    """Measure a target against limits: live, once, for Prometheus, as a page."""
    pause = None if interval is None else config.seconds(interval, "--interval")
    if once:
        _check_once(session, watched, pause, html, notify_url, is_more=bool(rounds or prometheus))
    with ExitStack() as stack:
        project = _project(session, watched)
        tell = _tellers(
            session, project, stack, html=html, notify_url=notify_url, prometheus=prometheus
        )
        try:
            for measured in islice(project.monitor(pause), rounds):
                for one in tell:
                    one(measured)
        except KeyboardInterrupt:  # how it is meant to end
            raise typer.Exit(0) from None


def _project(session: Session, target: str | None) -> Project:
    return replace(session.project, target=target) if target else session.project


def _check_once(
    session: Session,
    watched: str | None,
    pause: float | None,
    html: Path | None,
    notify_url: str | None,
    *,
    is_more: bool,
) -> NoReturn:
    """Measures once, and ends with the exit code that monitoring systems expect."""
    try:
        if is_more:
            raise BadRequestError("--once measures once", hint="Leave out the other option.")
        project = _project(session, watched)
        answer = project.measure(pause)
        session.show(answer)
        if html:
            _writer(html, 0)(answer.round)
        url = notify_url or project.config.monitor.notify
        if url:
            _say(session, outlets.Notifier(url).tell(answer.round))
    except RefdbError as error:
        session.fail(error)
        raise typer.Exit(UNKNOWN) from None
    raise typer.Exit(answer.round.severity.exit_code)


def _tellers(
    session: Session,
    project: Project,
    stack: ExitStack,
    *,
    html: Path | None,
    notify_url: str | None,
    prometheus: str | None,
) -> list[Callable[[Round], None]]:
    found: list[Callable[[Round], None]] = []
    if prometheus:
        address, port = _place(prometheus)
        exposition, port = stack.enter_context(outlets.serving(port, address))
        session.printer.line(f"http://{address}:{port}/metrics")
        found.append(lambda one: setattr(exposition, "latest", one))
    if html:
        found.append(_writer(html, project.config.monitor.interval_s))
    url = notify_url or project.config.monitor.notify
    if url:
        notifier = outlets.Notifier(url)
        found.append(lambda one: _say(session, notifier.tell(one)))
    if session.json:
        found.append(lambda one: typer.echo(json.as_json(outlets.Measured(one), indent=None)))
    else:
        found.append(stack.enter_context(monitor_view.live(session.printer)))
    return found


def _place(text: str) -> tuple[str, int]:
    address, _, port = text.rpartition(":")
    if not port.isdigit() or int(port) > 65535:  # noqa: PLR2004 - the greatest port
        hint = "Write 9187, or 0.0.0.0:9187 to let other machines in."
        raise BadRequestError(f"--prometheus: {text!r} is no port", hint=hint)
    return address.strip("[]") or "127.0.0.1", int(port)


def _writer(html: Path, refresh_s: float) -> Callable[[Round], None]:
    def write(measured: Round) -> None:
        try:
            monitor_page.write(measured, html, refresh_s)
        except OSError as error:
            raise BadRequestError(f"--html: cannot be written: {error.strerror}") from None

    return write


def _say(session: Session, problem: str) -> None:
    if problem:
        session.printer.err.line("warning:", f" {problem}", "yellow")
