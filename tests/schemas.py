"""Holds what refdb writes against the schemas of its formats."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_ROOT = Path(__file__).parents[1]
FINDINGS = _ROOT / "src/refdb/report/schema/findings-1.json"
_JUNIT = Path(__file__).parent / "report/junit-10.xsd"
_SARIF = _ROOT / ".tools/node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json"


@functools.cache
def _validator(schema: Path) -> Validator:
    from jsonschema.validators import validator_for

    loaded = json.loads(schema.read_text(encoding="utf-8-sig"))
    kind = validator_for(loaded)
    kind.check_schema(loaded)
    return kind(loaded, format_checker=kind.FORMAT_CHECKER)


def valid_findings(text: str) -> Any:
    """Answers JSON of a check that has all that its own schema demands, and keeps to it."""
    answer = json.loads(text)
    _validator(FINDINGS).validate(answer)
    counts = [one["findings"] for one in answer["checks"]]
    assert sum(counts) == len(answer["findings"])
    return answer


def valid_sarif(text: str) -> Any:
    """Answers the one run of a log that is valid SARIF 2.1.0; needs the part `sarif_schema`."""
    log = json.loads(text)
    _validator(_SARIF).validate(log)
    (run,) = log["runs"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    marks = [one["partialFingerprints"]["refdbKey/v1"] for one in run["results"]]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    assert len(set(marks)) == len(marks)
    return run


@functools.cache
def _junit() -> Any:
    import xmlschema

    return xmlschema.XMLSchema(_JUNIT)


def valid_junit(text: str) -> ET.Element:
    """Answers XML that is valid JUnit, and whose counts are right.

    `file` and `line` of a case, which GitLab reads, are not in the schema: they are left out.
    """
    root = ET.fromstring(text)  # noqa: S314 - it is our own
    plain = ET.fromstring(text)  # noqa: S314 - the same
    for case in plain.iter("testcase"):
        case.attrib.pop("file", None)
        case.attrib.pop("line", None)
    _junit().validate(plain)
    for one in (root, *root):
        cases = list(one.iter("testcase"))
        assert int(one.attrib["tests"]) == len(cases)
        assert int(one.attrib["failures"]) == sum(
            case.find("failure") is not None for case in cases
        )
        assert int(one.attrib["errors"]) == sum(case.find("error") is not None for case in cases)
    return root
