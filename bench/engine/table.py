"""Writes a result for people, for programs and for the docs. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING

from bench.engine.bars import verdicts
from bench.engine.results import JOBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.engine.results import Result

_FIGURES = ("", "who", "median", "least–most", "refdb over it", "in single rounds", "CPU", "memory")
_PROMISES = ("", "promise", "measured", "outcome")
_HEAD = """\
# The engine beside psql and its peers

<!-- Written by `make bench-engine ARGS="--page docs/benchmarks/engine.md"`: do not edit it. -->

Whole processes, from their start to their end, each contender once a round in an order that
changes, each on a database of its own; a checkpoint comes before each. Every tool runs the same
SQL, a table and an index a migration, with its own default settings. *psql* is the floor: one
process that does `begin`, `\\i` of the file, a row in a ledger with a primary key and `commit`
for each migration, and `psql -1` for the one file. *CPU* and *memory* are the tool's own, not the
server's. The ratios are of medians, and tell more than the seconds, which are this machine's.
"""


def text(result: Result) -> str:
    """Answers the result for a terminal."""
    parts = [
        "\n".join(f"{name}: {value}" for name, value in result.run.machine.items()),
        _aligned([_FIGURES, *_figures(result)]),
        _aligned([_PROMISES, *_promises(result)]),
        "\n".join(result.notes()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def page(result: Result) -> str:
    """Answers the result as a page of the docs."""
    machine = [f"- {name}: {value}" for name, value in result.run.machine.items()]
    notes = [f"- {one.splitlines()[0]}" for one in result.notes()]
    parts = [
        _HEAD,
        _markdown([_FIGURES, *_figures(result)]),
        _markdown([_PROMISES, *_promises(result)]),
        "\n".join([*machine, *notes]),
    ]
    return "\n".join(f"{part.strip()}\n" for part in parts)


def as_json(result: Result) -> str:
    """Answers the result with every single figure."""
    run = result.run
    measurements = [
        {"job": job, "contender": name, "timings": [asdict(one) for one in timings]}
        for (job, name), timings in result.timings.items()
    ]
    answer = {
        "jobs": run.jobs,
        "sizes": asdict(run.sizes),
        "rounds": run.rounds,
        "seed": run.seed,
        "versions": dict(run.versions),
        "machine": dict(run.machine),
        "measurements": measurements,
        "verdicts": [asdict(one) for one in verdicts(result)],
        "locks": asdict(result.locks) if result.locks else None,
        "notes": result.notes(),
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _figures(result: Result) -> list[tuple[str, ...]]:
    return [
        _figure(result, job, name)
        for job in result.run.jobs
        for name in result.run.versions
        if (job, name) in result.run.expected
    ]


def _figure(result: Result, job: str, name: str) -> tuple[str, ...]:
    what = JOBS[job].format(**asdict(result.run.sizes)) if name == "refdb" else ""
    timings = result.timings.get((job, name))
    if not timings:
        return (
            what,
            name,
            "failed" if (job, name) in result.failures else "not measured",
            *[""] * 5,
        )
    times = result.seconds(job, name)
    ratio = None if name == "refdb" else result.ratio(job, name)
    return (
        what,
        name,
        f"{median(times):.2f} s",
        f"{min(times):.2f}–{max(times):.2f}",
        f"{ratio.value:.2f}" if ratio else "",
        f"{ratio.least:.2f}–{ratio.most:.2f}" if ratio else "",
        f"{median(one.cpu for one in timings):.2f} s",
        f"{max(one.memory_mb for one in timings):.0f} MB",
    )


def _promises(result: Result) -> list[tuple[str, ...]]:
    sizes = asdict(result.run.sizes)
    return [
        (JOBS[one.job].format(**sizes), one.words, one.measured, one.outcome)
        for one in verdicts(result)
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---" * len(rows[0]) + "|", *others])
