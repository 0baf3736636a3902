"""What checks found as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import refdb
from refdb.findings import Level
from refdb.report.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from refdb.errors import RefdbError
    from refdb.findings import Finding
    from refdb.report.suites import Excused, Suite, Unchecked

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "PROJECT"
# What has no file of its own is shown at the file that says what the project is: code scanning
# refuses a whole log in which one result has no place.
_NO_FILE = "refdb.toml"
_LEVELS = {Level.NOTE: "note", Level.WARNING: "warning", Level.ERROR: "error"}


def as_sarif(verb: str, suites: Sequence[Suite], root: Path, exit_code: int) -> str:
    """Answers a SARIF log with one run: readers take one run of a tool only.

    Args:
        verb: the verb that was run.
        suites: what its checks found.
        root: the project's folder, which files are named from.
        exit_code: the verb's.
    """
    found: list[tuple[Finding, Excused | None]] = [
        (one, None) for suite in suites for one in (*suite.findings, *suite.notes)
    ]
    found += [(one.finding, one) for suite in suites for one in suite.excused]
    names = sorted({finding.rule for finding, _ in found})
    marks = _fingerprints([finding for finding, _ in found], root)
    run = {
        "tool": {"driver": _driver(names, [finding for finding, _ in found], root)},
        "automationDetails": {"id": f"refdb/{verb}/"},
        "originalUriBaseIds": {_ROOT: {"uri": f"{root.resolve().as_uri()}/"}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(suites, exit_code)],
        "results": [
            _result(finding, names.index(finding.rule), mark)
            | ({"suppressions": [_suppression(excuse.reason, excuse.in_source)]} if excuse else {})
            for (finding, excuse), mark in zip(found, marks, strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _driver(names: Sequence[str], findings: Iterable[Finding], root: Path) -> dict[str, Any]:
    levels: dict[str, Level] = {}
    for one in findings:
        levels[one.rule] = max(one.level, levels.get(one.rule, Level.NOTE))
    return {
        "name": "refdb",
        "version": refdb.__version__,
        "rules": [_rule(name, levels[name], root) for name in names],
    }


def _rule(name: str, level: Level, root: Path) -> dict[str, Any]:
    told = rule(name, root)
    text = told.page or told.sentence
    return {
        "id": name,
        "shortDescription": {"text": told.sentence},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[level]},
    }


def _result(finding: Finding, index: int, mark: str) -> dict[str, Any]:
    hint = f"\n{finding.hint}" if finding.hint else ""
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.message}{hint}"},
        "locations": [
            _location(finding.file, finding.line, finding.column)
            | {"logicalLocations": [{"fullyQualifiedName": finding.object}]}
        ],
        "partialFingerprints": {"refdbKey/v1": mark},
        "properties": {"key": finding.key, "hint": finding.hint},
    }


def _location(file: str, line: int | None, column: int | None) -> dict[str, Any]:
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(file or _NO_FILE), "uriBaseId": _ROOT}
    }
    if line:
        place["region"] = {"startLine": line} | ({"startColumn": column} if column else {})
    return {"physicalLocation": place}


def _suppression(reason: str, in_source: bool) -> dict[str, str]:
    kind = "inSource" if in_source else "external"
    return {"kind": kind, "status": "accepted", "justification": reason}


def _invocation(suites: Sequence[Suite], exit_code: int) -> dict[str, Any]:
    told = [_told(error) for one in suites if one.error for error in (one.error, *one.error.also)]
    told += [_gap(one.check, gap) for one in suites for gap in one.unchecked]
    return {
        "executionSuccessful": not any(one.error for one in suites),
        "exitCode": exit_code,
        "toolExecutionNotifications": told,
    }


def _told(error: RefdbError) -> dict[str, Any]:
    text = "\n".join(filter(None, (error.message, error.detail, error.hint)))
    place = [_location(error.file, error.line, error.column)] if error.file else []
    return {"level": "error", "message": {"text": text}, "locations": place}


def _gap(check: str, gap: Unchecked) -> dict[str, Any]:
    text = f"{check}: not checked: {gap.object}: {gap.reason}"
    place = [_location(gap.file, gap.line, None)] if gap.file else []
    return {"level": "warning", "message": {"text": text}, "locations": place}


def _fingerprints(findings: Iterable[Finding], root: Path) -> list[str]:
    """For each finding what is the same in the next run, though lines moved: its key and number.

    Of findings with the same key, the text of the line tells which is which.
    """
    from refdb.report.excerpts import Excerpts  # noqa: PLC0415 - only where findings have lines

    excerpts, seen = Excerpts(root), Counter[str]()
    marks = []
    for one in findings:
        text = f"{one.key}\0{excerpts.line(one.file, one.line).strip()}"
        seen[text] += 1
        marks.append(hashlib.sha256(f"{text}\0{seen[text]}".encode()).hexdigest()[:32])
    return marks
