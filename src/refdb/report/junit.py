"""SQL tests' results as JUnit's XML, which every CI reads."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.findings import Finding
    from refdb.report.answers import Tested
    from refdb.sqltest import Result

# What no XML may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(tested: Tested) -> str:
    """Answers results as an XML document: a suite for each file, a case for each test."""
    suites = ET.Element("testsuites", _counts(tested.results), name="refdb test")
    for file, results in groupby(tested.results, lambda one: one.test.file):
        suites.append(_suite(file, tuple(results), tested.server))
    if tested.too_little:
        suites.append(_coverage(tested.too_little))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}'


def _counts(results: Sequence[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(not one.passed for one in results)),
        "errors": "0",
        "skipped": str(sum(bool(one.skipped) for one in results)),
        "time": _seconds(sum(one.duration_ms for one in results)),
    }


def _suite(file: str, results: Sequence[Result], server: str) -> ET.Element:
    suite = ET.Element("testsuite", {"name": file} | _counts(results))
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", {"name": "server", "value": server})
    for one in results:
        suite.append(_case(one))
    return suite


def _case(result: Result) -> ET.Element:
    test = result.test
    case = ET.Element(
        "testcase",
        {
            "classname": test.file.removesuffix(".sql").replace("/", "."),
            "name": _plain(test.sentence),
            "time": _seconds(result.duration_ms),
            "file": test.file,
            "line": str(test.line),
        },
    )
    if result.skipped:
        ET.SubElement(case, "skipped", {"message": _plain(result.skipped)})
    elif result.findings:
        case.append(_failure(result.findings))
    if result.kept:
        ET.SubElement(case, "system-out").text = result.kept
    return case


def _failure(findings: Sequence[Finding]) -> ET.Element:
    """One element: readers take the first only."""
    message, rule = findings[0].message, findings[0].rule
    failure = ET.Element("failure", {"message": _plain(message), "type": rule})
    parts = [f"{one.file}:{one.line}: {one.message}\n{one.hint}" for one in findings]
    failure.text = _plain("\n".join(parts))
    return failure


def _coverage(findings: Sequence[Finding]) -> ET.Element:
    counts = {"tests": "1", "failures": "1", "errors": "0", "skipped": "0", "time": "0.000"}
    suite = ET.Element("testsuite", {"name": "coverage"} | counts)
    names = {"classname": "coverage", "name": "Enough lines run.", "time": "0.000"}
    ET.SubElement(suite, "testcase", names).append(_failure(findings))
    return suite


def _seconds(duration_ms: float) -> str:
    return f"{duration_ms / 1000:.3f}"


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("?", text)
