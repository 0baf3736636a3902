"""Lines at the bottom of a terminal that are written again and again, below all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderHook
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, ConsoleRenderable


class Bottom(RenderHook):
    """Lines that stay below whatever is printed, until they are taken away.

    rich's own Live redirects standard output into its console, so that what `refdb apply >file`
    answers would end on the terminal; and it writes on one console only, not on two.

    Args:
        console: where they are written; without a terminal there, nothing ever is.
        beside: another console that may write to the same terminal.
    """

    def __init__(self, console: Console, beside: Console) -> None:
        self.is_there = _is_terminal(console)
        self._console = console
        self._lines: tuple[str, ...] = ()
        self._height = 0  # of what is on the terminal now
        for one in (console, beside):
            if self.is_there and _is_terminal(one):
                one.push_render_hook(self)

    @property
    def width(self) -> int:
        """Columns that a line may have."""
        # A line as wide as the terminal would leave the cursor on the next one.
        return self._console.width - 1

    def show(self, lines: Sequence[str]) -> None:
        """Writes other lines in place of those that are there; none takes them away."""
        # What has left the terminal at its top could not be taken away.
        room = max(1, self._console.height - 2)
        hidden = len(lines) - room
        self._lines = (*lines[:room], *([f"and {hidden} more"] if hidden > 0 else []))
        if self.is_there and (self._lines or self._height):
            self._console.print(Control())

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Answers what is printed, with the lines taken away before it and written behind it."""
        drawn = [self._erasure(), *renderables]
        self._height = len(self._lines)
        if self._lines:
            cut = (self._cut(line) for line in self._lines)
            drawn.append(Text("\n", end="").join(cut))
        return drawn

    def _erasure(self) -> Control:
        if not self._height:
            return Control()
        line = ((ControlType.ERASE_IN_LINE, 2), ControlType.CARRIAGE_RETURN)
        return Control(*line, *((ControlType.CURSOR_UP, 1), *line) * (self._height - 1))

    def _cut(self, line: str) -> Text:
        text = Text(line, end="")
        text.truncate(self.width, overflow="ellipsis")
        return text


def _is_terminal(console: Console) -> bool:
    # With FORCE_COLOR, rich takes a pipe for a terminal.
    return console.is_terminal and not console.is_dumb_terminal and console.file.isatty()
