"""A plan as a drawn tree, with its numbers at the right, for 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb.late import late

with late():
    from refdb import explain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from refdb.explain import Branch, Node, Plan

#: Columns of a terminal that nobody has made narrower.
WIDTH = 80
MARK = "✗"
_FEW = 10  # rows; below it, a half counts


class _Column(NamedTuple):
    name: str
    width: int


_PLANNED = (_Column("rows", 9), _Column("cost", 11))
_RUN = (_Column("rows", 9), _Column("came", 9), _Column("ms", 9), _Column("pages", 9))


def drawn(plan: Plan, marks: Mapping[int, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Answers the lines of a plan's tree, each with rich's style for it.

    Where the plan was only made, each line has the rows and the cost that the planner expects;
    where it was run, the rows that it expected and those that came, in each round, the time and
    the pages of all rounds.

    Args:
        plan: the plan.
        marks: by the place in `Plan.nodes` of a node that breaks promises, their numbers, which
            may be empty.
    """
    columns = _RUN if plan.execution_ms is not None else _PLANNED
    drawn_marks = [_mark(branch, marks) for branch in explain.branches(plan)]
    gutter = max(1, *map(len, drawn_marks)) + 1
    space = WIDTH - sum(column.width for column in columns) - gutter
    header = "".join(f"{column.name:>{column.width}}" for column in columns)
    yield f"{' ' * (gutter + space)}{header}", "dim"
    for branch, mark in zip(explain.branches(plan), drawn_marks, strict=True):
        first, *others = _texts(branch, space - 1, WIDTH - gutter)
        numbers = "".join(
            f"{text:>{column.width}}"
            for column, text in zip(columns, _numbers(branch), strict=True)
        )
        yield f"{mark:<{gutter}}{first:<{space}}{numbers}".rstrip(), "bold red" if mark else ""
        for text in others:
            yield f"{' ' * gutter}{text}", "red" if mark else "dim"


def _mark(branch: Branch, marks: Mapping[int, Collection[str]]) -> str:
    found = [marks[one] for one in branch.positions if one in marks]
    numbers = sorted({number for one in found for number in one})
    return f"{MARK}{','.join(numbers)}" if found else ""


def _texts(branch: Branch, beside: int, below: int) -> Iterator[str]:
    """The node's line beside the numbers, then what goes on below them, over the whole width."""
    indent = f"{branch.below}  "
    room = below - len(indent) - 2
    first, *rest = filled(branch.head, beside - len(branch.guide), room)
    yield f"{branch.guide}{first}"
    for text in rest:
        yield f"{indent}  {text}"
    for detail in (*branch.details, *_beside(branch.node)):
        start, *more = filled(detail, room + 2, room)
        yield f"{indent}{start}"
        for text in more:
            yield f"{indent}  {text}"


def filled(text: str, first: int, others: int) -> list[str]:
    """Answers a text in lines, broken between words only.

    Args:
        text: the text.
        first: columns of its first line.
        others: columns of the lines below.
    """
    lines: list[str] = []
    for word in text.split():
        room = first if len(lines) == 1 else others
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _numbers(branch: Branch) -> Sequence[str]:
    node, actual = branch.node, branch.node.actual
    if actual is None:
        return rows(node.rows), cost(node.cost)
    if not actual.loops:
        return rows(node.rows), "not run", "", ""
    pages = f"{actual.hit + actual.read:,}"
    return rows(node.rows), rows(actual.rows), f"{actual.total_ms:,.2f}", pages


def _beside(node: Node) -> Iterator[str]:
    actual = node.actual
    if actual is None or not actual.loops:
        return
    if actual.loops > 1:
        yield f"in {actual.loops:,} rounds"
    if actual.removed:
        yield f"{rows(actual.removed)} rows taken out"
    below = max((one.actual.spilled for one in node.children if one.actual), default=0)
    if actual.spilled > below:
        yield f"{actual.spilled:,} pages written for want of memory"


def rows(number: float) -> str:
    """Answers a number of rows in few digits: `0.5`, `1,204`, `26.3k`, `1B`."""
    if 0 < number < _FEW and number != round(number):
        return f"{number:.2g}"
    return explain.short(number)


def cost(number: float) -> str:
    """Answers a cost with as many digits as matter."""
    return f"{number:,.2f}" if number < 1000 else f"{number:,.0f}"  # noqa: PLR2004 - cents matter
