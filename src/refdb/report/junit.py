"""What checks found as JUnit's XML, which every CI reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.errors import RefdbError
    from refdb.findings import Finding
    from refdb.report.suites import Case, Suite

# What no XML may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(verb: str, suites: Sequence[Suite]) -> str:
    """Answers an XML document: a suite for each check, or each file of tests; a case for each
    thing that was looked at, or that something was found in.

    Args:
        verb: the verb that was run.
        suites: what its checks found.
    """  # noqa: D205 - one sentence
    root = ET.Element("testsuites", {"name": f"refdb {verb}"})
    for one in suites:
        root.extend(_elements(one))
    counted = ("tests", "failures", "errors")
    root.attrib |= {name: str(sum(int(one.attrib[name]) for one in root)) for name in counted}
    root.attrib["time"] = f"{sum(float(one.attrib['time']) for one in root):.3f}"
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}'


def _elements(suite: Suite) -> list[ET.Element]:
    """A suite's elements: one for each group of its cases where only those count."""
    grouped: dict[str, list[ET.Element]] = {}
    for case in suite.all_cases:
        name = case.group if suite.groups_only and case.group else suite.check
        grouped.setdefault(name, []).append(_case(case, name))
    if not grouped or suite.error or suite.unchecked:
        grouped.setdefault(suite.check, []).extend(_others(suite))
    if len(grouped) == 1:
        name, cases = next(iter(grouped.items()))
        spent = suite.duration_ms / 1000
        return [_suite(name, cases, suite, spent or _time_of(cases))]
    return [_suite(name, cases, suite, _time_of(cases)) for name, cases in grouped.items()]


def _time_of(cases: Sequence[ET.Element]) -> float:
    return sum(float(one.attrib["time"]) for one in cases)


def _others(suite: Suite) -> list[ET.Element]:
    """Cases for what is none: an error, what was not looked at, that nothing was found."""
    names = {"classname": suite.check, "time": "0.000"}
    found = []
    for gap in suite.unchecked:
        case = ET.Element("testcase", names | {"name": _plain(gap.object)})
        ET.SubElement(case, "skipped", {"message": _plain(gap.reason)})
        found.append(case)
    if suite.error:
        case = ET.Element("testcase", names | {"name": "The check runs to its end."})
        case.append(_error(suite.error))
        found.append(case)
    return found or [ET.Element("testcase", names | {"name": "Nothing is found."})]


def _suite(name: str, cases: Sequence[ET.Element], told: Suite, seconds: float) -> ET.Element:
    def count(tag: str) -> str:
        return str(sum(one.find(tag) is not None for one in cases))

    counts = {
        "tests": str(len(cases)),
        "failures": count("failure"),
        "errors": count("error"),
        "skipped": count("skipped"),
        "time": f"{seconds:.3f}",
    }
    suite = ET.Element("testsuite", {"name": name} | counts)
    if told.server:
        properties = ET.SubElement(suite, "properties")
        ET.SubElement(properties, "property", {"name": "server", "value": told.server})
    suite.extend(cases)
    return suite


def _case(case: Case, suite: str) -> ET.Element:
    """GitLab and others read `file` and `line`, which the schema of Jenkins does not have."""
    place = {"file": case.file} if case.file else {}
    place |= {"line": str(case.line)} if case.line else {}
    names = {
        "classname": suite.removesuffix(".sql").replace("/", "."),
        "name": _plain(case.name),
        "time": f"{case.duration_ms / 1000:.3f}",
    }
    element = ET.Element("testcase", names | place)
    if case.skipped:
        ET.SubElement(element, "skipped", {"message": _plain(case.skipped)})
    elif case.findings:
        element.append(_failure(case.findings))
    if case.output:
        ET.SubElement(element, "system-out").text = _plain(case.output)
    return element


def _failure(findings: Sequence[Finding]) -> ET.Element:
    """One element: readers take the first only."""
    first = findings[0]
    failure = ET.Element("failure", {"message": _plain(first.message), "type": first.rule})
    failure.text = _plain("\n".join(map(_told, findings)))
    return failure


def _told(one: Finding) -> str:
    numbers = [str(number) for number in (one.line, one.column) if number]
    place = ":".join([one.file, *numbers]) if one.file else one.object
    return f"{place}: {one.message} [{one.rule}]\n{one.hint}"


def _error(error: RefdbError) -> ET.Element:
    told = [f"{one}\n{one.detail}\n{one.hint}" for one in (error, *error.also)]
    attributes = {"message": _plain(error.message), "type": type(error).__name__}
    element = ET.Element("error", attributes)
    element.text = _plain("\n".join(told))
    return element


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("?", text)
