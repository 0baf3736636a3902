"""An answer of any check in the form that a machine reads: JSON, SARIF, JUnit, GitHub."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.late import late
from refdb.report.suites import of

with late():
    from refdb.report import github, json, junit, sarif

if TYPE_CHECKING:
    from pathlib import Path

#: What every check can be written as, beside text.
FORMATS = ("json", "sarif", "junit", "github")


@dataclass(frozen=True)
class Origin:
    """Where an answer comes from.

    Attributes:
        verb: the verb that was run.
        root: the project's folder, which files are named from.
        exit_code: the verb's.
    """

    verb: str
    root: Path
    exit_code: int = 0


def written(answer: object, form: str, origin: Origin) -> str:
    """Answers an answer in a form.

    Args:
        answer: what a method of Project answered, or the error that it ended with.
        form: one of FORMATS; all but JSON are for checks only.
        origin: where it comes from.
    """
    suites = of(origin.verb, answer)
    if form == "sarif":
        return sarif.as_sarif(origin.verb, suites, origin.root, origin.exit_code)
    if form == "junit":
        return junit.as_junit(origin.verb, suites)
    if form == "github":
        return github.as_github(suites, origin.root)
    return json.as_json(answer, suites)
