"""Every check in every format, held against the formats' schemas."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from commands import refdb
from refdb import Project
from refdb.errors import BadTreeError
from refdb.findings import Finding, Level
from refdb.report.formats import Origin, written
from refdb.report.github import as_github
from refdb.report.junit import as_junit
from refdb.report.sarif import as_sarif
from refdb.report.suites import Case, Excused, Suite, Unchecked
from schemas import valid_findings, valid_junit, valid_sarif
from trees import TWO_TABLES, write_tree

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = {
    "tests__bad": "-- test: A has a row.\nselect count(*) = 1 as is_there from a;\n",
    "plans__bad": "-- expect: index a_no\n\nselect id from public.a\n",
    "sample__0001_a": "-- purpose: Rows.\n-- table: public.a\n\n"
    "select n as id from generate_series(1, current_setting('sample.rows')::integer) as n\n",
    "functions__f": "-- purpose: F.\ncreate function public.f() returns integer language sql "
    "return 1;\ncomment on function public.f() is 'F.';\n",
}
VERBS = ("status", "drift", "make", "prove", "explain", "test", "lint")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Answers a project's folder and what each check says of it: each finds something."""
    root = tmp_path_factory.mktemp("formats")
    not_restored = TWO_TABLES | {"0002_create_b.rollback.sql": "-- loses: b\nselect 1;\n"}
    again = {
        "0002_c.sql": "-- why: C.\n-- depends: 0002_create_b\nselect 1;\n",
        "0002_c.rollback.sql": "-- loses: nothing\nselect 1;\n",
    }
    write_tree(root, not_restored | again, **BROKEN)
    (root / "refdb.toml").write_text("")
    project = Project.load(root / "refdb.toml")
    with project.throwaway() as opened:
        on_target = replace(project, target=opened.url)
        found = {
            "drift": _drifted(on_target),
            "status": on_target.status(),
            "make": project.compare_files(),
            "prove": project.prove(lock_rows=None),
            "explain": project.explain(audit=True),
            "test": project.test(),
        }
    (root / "sql/tests/open.sql").write_text("-- test: A.\nselect 'open;\n")
    return root, found | {"lint": Project.load(root / "refdb.toml").lint(only=["tree"])}


def _drifted(project: Project) -> object:
    """Two tables that no migration made: one that is left alone, one that is not."""
    project.apply()
    with project.connected() as (conn, _):
        conn.execute("create table public.extra (id integer primary key)")
        conn.execute("create table public.known (id integer primary key)")
    return project.drift(ignore={"drift/extra:*known*": "ours: 5 %, a\nnote"})


@pytest.mark.parametrize("verb", VERBS)
def test_json_of_every_check_has_one_shape(answers, verb) -> None:
    """What a check finds, leaves alone and cannot look at stands under the same keys."""
    root, found = answers
    answer = valid_findings(written(found[verb], "json", Origin(verb, root)))
    assert answer["findings"]
    assert {one["check"] for one in answer["findings"]} <= {
        one["check"] for one in answer["checks"]
    }


@pytest.mark.parametrize("verb", VERBS)
def test_junit_of_every_check_is_valid(answers, verb) -> None:
    """What a check finds is a failure of the case that it was found in."""
    root, found = answers
    suites = valid_junit(written(found[verb], "junit", Origin(verb, root)))
    assert suites.attrib["name"] == f"refdb {verb}"
    assert int(suites.attrib["failures"]) >= 1


@pytest.mark.needs("sarif_schema")
@pytest.mark.parametrize("verb", VERBS)
def test_sarif_of_every_check_is_valid(answers, verb) -> None:
    """Each finding is a result with a rule that says what it holds, and a place below the root."""
    root, found = answers
    run = valid_sarif(written(found[verb], "sarif", Origin(verb, root, 1)))
    assert run["originalUriBaseIds"]["PROJECT"]["uri"] == f"{root.as_uri()}/"
    assert all(" " in one["help"]["text"] for one in run["tool"]["driver"]["rules"])
    for result in run["results"]:
        (place,) = result["locations"]
        file = root / place["physicalLocation"]["artifactLocation"]["uri"]
        assert file.is_file(), result


@pytest.mark.needs("sarif_schema")
def test_sarif_tells_what_is_left_alone_and_why(answers) -> None:
    """An excused finding is a suppressed result with its reason."""
    root, found = answers
    run = valid_sarif(written(found["drift"], "sarif", Origin("drift", root, 1)))
    told = [one["suppressions"] for one in run["results"] if "suppressions" in one]
    known = {"kind": "external", "status": "accepted", "justification": "ours: 5 %, a\nnote"}
    assert [known] in told
    assert len(told) < len(run["results"])


def test_errors_come_in_the_format_that_is_asked_for(tmp_path) -> None:
    """A broken tree is an error of the check: in JSON, JUnit, SARIF and as an annotation."""
    write_tree(tmp_path, TWO_TABLES, tests__bad="-- test: A.\nselect 'open;\n")
    (tmp_path / ".git").mkdir()
    ran = refdb(tmp_path, "test", "--format", "github")
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.startswith("::error file=sql/tests/bad.sql,line=2,col=8,title=refdb test::")
    ran = refdb(tmp_path, "test", "--json")
    assert valid_findings(ran.out)["error"]["line"] == 2
    ran = refdb(tmp_path, "test", "--format", "junit")
    assert ran.code == 2
    assert [one.tag for one in valid_junit(ran.out).iter() if one.tag == "error"] == ["error"]
    assert ran.err.startswith("error: sql/tests/bad.sql:2:8: ")


@pytest.mark.needs("sarif_schema")
def test_errors_and_what_was_not_looked_at_are_notifications() -> None:
    """SARIF has a place for what kept a tool from looking, beside its results."""
    from pathlib import Path

    error = BadTreeError("is wrong", hint="Mend it.", file="sql/a b.sql", line=3)
    suites = (Suite("prove", error=error), Suite("audit", unchecked=(Unchecked("f", "no plan"),)))
    run = valid_sarif(as_sarif("check", suites, Path.cwd(), 2))
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    first, second = invocation["toolExecutionNotifications"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "sql/a%20b.sql"
    assert (first["level"], second["level"]) == ("error", "warning")


@pytest.mark.parametrize(
    "arguments", [("apply",), ("init",), ("explain", "--horizon"), ("make", "a"), ("call", "x")]
)
@pytest.mark.parametrize("form", ["sarif", "github"])
def test_what_finds_nothing_says_so(tmp_path, arguments, form) -> None:
    """A verb without findings refuses the formats of findings, before it does anything."""
    ran = refdb(tmp_path, *arguments, "--format", form)
    assert ran.code == 2
    assert "has no findings to write as" in ran.out + ran.err
    assert list(tmp_path.iterdir()) == []


FOUND = Finding(
    "safety/x", "m", "50 % of it,\r\nsaid: so", Level.ERROR, "sql/a,b:c.sql", 3, "Do: it", 7
)


def test_annotations_are_escaped(tmp_path) -> None:
    """Commas and colons end a property, line ends and per cents a message: none is left bare."""
    (tmp_path / ".git").mkdir()
    line = as_github([Suite("lint", (FOUND,))], tmp_path).splitlines()[0]
    assert line == (
        "::error file=sql/a%2Cb%3Ac.sql,line=3,col=7,title=safety/x::"
        "50 %25 of it,%0D%0Asaid: so%0ADo: it"
    )


def test_no_annotation_is_lost_where_there_are_too_many(tmp_path) -> None:
    """GitHub shows ten of a level: the tenth says how many more the log has, and the log has."""
    found = [replace(FOUND, line=number + 1) for number in range(25)]
    notes = [replace(FOUND, level=Level.NOTE, line=90)]
    lines = as_github([Suite("lint", (*notes, *found))], tmp_path).splitlines()
    commands = [one for one in lines if one.startswith("::")]
    assert [one.split()[0] for one in commands] == ["::error"] * 10 + ["::notice"]
    assert commands[9] == "::error title=refdb::16 more are listed in this step's log."
    assert sum(one.startswith("error: sql/a,b:c.sql:") for one in lines) == 16
    # Below the root of no repository, only the whole path tells GitHub which file is meant.
    assert f"file={str(tmp_path / 'sql/a').replace(':', '%3A')}%2Cb" in commands[0]


def test_marks_of_results_outlive_lines_that_move(tmp_path) -> None:
    """The fingerprint of a finding is the same when lines are added above it, and its own."""

    def marks(text: str, lines: tuple[int, ...]) -> list[str]:
        (tmp_path / "a.sql").write_text(text)
        found = tuple(Finding("style/x", "a", "Is wrong.", file="a.sql", line=n) for n in lines)
        (run,) = json.loads(as_sarif("lint", [Suite("lint", found)], tmp_path, 1))["runs"]
        return [one["partialFingerprints"]["refdbKey/v1"] for one in run["results"]]

    before = marks("select 1;\nselect 2;\nselect 2;\n", (1, 2, 3))
    assert marks("\n\nselect 1;\n\nselect 2;\nselect 2;\n", (3, 5, 6)) == before
    assert len(set(before)) == 3


def test_junit_has_a_case_for_each_file_and_each_thing_that_was_looked_at() -> None:
    """Findings of no case are cases by their file; what was left out is skipped."""
    case = Case("0001", findings=(FOUND,))
    other = replace(FOUND, file="sql/d.sql", message="\x00 & <")
    suites = (
        Suite("prove", (FOUND, other), (case,), (Excused(other, "why"),), (Unchecked("g", "no"),)),
        Suite("files"),
    )
    root = valid_junit(as_junit("check", suites))
    told = [(one.attrib["name"], [child.tag for child in one]) for one in root.iter("testcase")]
    assert told == [
        ("0001", ["failure"]),
        ("sql/d.sql", ["failure"]),
        ("g", ["skipped"]),
        ("Nothing is found.", []),
    ]
