"""The live view of `refdb monitor`: drawn anew each round on a terminal, lines elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from refdb.monitor import changes_of
from refdb.report.monitored import STYLES, alert_line, change_line, number, shown, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from refdb.monitor import Alert, Round
    from refdb.report.text import Printer

#: From how many columns on the values stand beside the alerts.
WIDE = 140


@contextmanager
def live(printer: Printer) -> Iterator[Callable[[Round], None]]:
    """Gives what shows a round: in place on a terminal, as lines of what changed elsewhere.

    Args:
        printer: prints for people.
    """
    if printer.quiet or printer.out.is_plain or not printer.out.console.is_terminal:
        yield _teller(printer)
        return
    from rich.live import Live  # noqa: PLC0415 - 20 ms that only a terminal pays

    console = printer.out.console
    with Live(console=console, auto_refresh=False, screen=False) as view:
        yield lambda one: view.update(drawn(one, console.width), refresh=True)


def _teller(printer: Printer) -> Callable[[Round], None]:
    told: list[Sequence[Alert]] = []

    def tell(measured: Round) -> None:
        changes = changes_of(told[-1] if told else (), measured.alerts)
        at = f"{measured.at.astimezone():%Y-%m-%d %H:%M:%S}"
        if not told:
            printer.line(f"{at} {summary(measured)}")
        for one in changes:
            printer.line(f"{at} {change_line(one)}")
        told[:] = [measured.alerts]

    return tell


def drawn(measured: Round, width: int) -> Any:
    """Answers a round as rich draws it, no wider than that.

    Args:
        measured: the round.
        width: columns of the terminal.
    """
    from rich.console import Group  # noqa: PLC0415 - see live
    from rich.table import Table  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    head = Text(
        f"{measured.at.astimezone():%H:%M:%S} {summary(measured)}",
        style=STYLES[measured.severity.word],
        overflow="ellipsis",
        no_wrap=True,
    )
    alerts = Table.grid(padding=(0, 1))
    for one in measured.alerts:
        alerts.add_row(Text(alert_line(one), style=STYLES[one.severity.word], overflow="fold"))
    values = Table.grid(padding=(0, 2))
    for name, said in _told(measured):
        values.add_row(Text(name, style="dim"), Text(said, overflow="ellipsis", no_wrap=True))
    if width < WIDE or not measured.alerts:
        return Group(head, alerts, values)
    both = Table.grid(padding=(0, 3), expand=True)
    both.add_column(ratio=1)
    both.add_column(ratio=1)
    both.add_row(values, alerts)
    return Group(head, both)


def _told(measured: Round) -> Iterator[tuple[str, str]]:
    yield from shown(measured)
    if measured.skipped:
        yield "not to be had", f"{number(len(measured.skipped))}: {', '.join(measured.skipped)}"
