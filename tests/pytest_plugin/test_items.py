"""SQL tests as pytest's items."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from commands import refdb
from pytest_plugin_runs import run_pytest

_ROOT = Path(__file__).parents[2]
GOOD = "insert into a values (1);\n\n-- test: It is there.\nselect count(*) = 1 from a;\n"
BAD = (
    "-- test: Nothing is there.\nselect count(*) = 0 from a;\n\n"
    "-- test: One is two.\nselect 1 as n;\n-- expect:\n--   n\n--   2\n"
)
ASKED = ("-o", "refdb_sql_tests=true")


@pytest.fixture
def files(folder):
    """Answers a project's folder with two files of SQL tests."""
    (folder / "sql/tests").mkdir()
    (folder / "sql/tests/good.sql").write_text(GOOD)
    (folder / "sql/tests/bad.sql").write_text(BAD)
    return folder


def test_tests_of_the_tree_are_items(files) -> None:
    """Each SQL test is an item; a failure tells the SQL file's line and both tables."""
    ran = run_pytest(files, *ASKED)
    assert "1 failed, 2 passed" in ran.stdout, ran.stdout + ran.stderr
    assert "sql/tests/bad.sql:6: not the table expected: 1 row missing, 1 too many" in ran.stdout
    assert "  - 2  expected\n  + 1  got\n" in ran.stdout
    assert "FAILED sql/tests/bad.sql::One is two." in ran.stdout
    assert "Traceback" not in ran.stdout


def test_items_are_chosen_as_others_are(files) -> None:
    """-k and two processes work for SQL tests."""
    assert "1 passed, 2 deselected" in run_pytest(files, *ASKED, "-k", "nothing").stdout
    both = ("refdb.pytest_plugin", "xdist")
    assert "1 failed, 2 passed" in run_pytest(files, *ASKED, "-n", "2", plugins=both).stdout


def test_only_what_is_asked_for_is_collected(files) -> None:
    """Without the setting a folder's SQL is left alone, and a file that is named is collected."""
    assert run_pytest(files, "sql").returncode == 5
    assert "1 passed" in run_pytest(files, "sql/tests/good.sql").stdout
    assert run_pytest(files, *ASKED, "sql/migrations").returncode == 5


def test_a_file_that_cannot_be_read_is_an_error_of_collection(files) -> None:
    """A wrong file is told with its line, and the run fails."""
    (files / "sql/tests/bad.sql").write_text("-- test: One.\nselec 1;\n")
    ran = run_pytest(files, *ASKED)
    assert ran.returncode != 0
    assert 'sql/tests/bad.sql:2:1: syntax error at or near "selec"' in ran.stdout


@pytest.mark.needs("local15", "pgtap")
def test_a_pgtap_file_is_one_item(files) -> None:
    """A pgTAP file passes or fails as one, and tells each assertion that failed."""
    text = "select plan(2);\nselect is(1, 2, 'One is two.');\nselect ok(false, 'No.');\n"
    (files / "sql/tests/bad.sql").write_text(text)
    ran = run_pytest(files, *ASKED, "--refdb-postgres", "15")
    assert "1 failed, 1 passed" in ran.stdout, ran.stdout + ran.stderr
    assert "sql/tests/bad.sql:2: not ok\n  have: 1\n  want: 2" in ran.stdout
    assert "sql/tests/bad.sql:3: not ok" in ran.stdout


def test_this_projects_own_sql_tests_are_the_same_both_ways(tmp_path) -> None:
    """Every SQL test of the referral schema passes by `refdb test` and by pytest, and no more."""
    report = tmp_path / "junit.xml"
    ran = run_pytest(_ROOT, *ASKED, "sql/tests", f"--junitxml={report}", "-q")
    assert ran.returncode == 0, ran.stdout[-3000:]
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314 - it is our own
    by_pytest = {
        (case.attrib["classname"].replace(".", "/"), case.attrib["name"], len(case) == 0)
        for case in cases
    }
    told = json.loads(refdb(_ROOT, "test", "--json").out)["tests"]
    by_refdb = {(one["file"].removesuffix(".sql"), one["sentence"], one["passed"]) for one in told}
    assert {(file.removesuffix("/sql"), *rest) for file, *rest in by_pytest} == by_refdb
    assert len(by_refdb) == len(told) > 300


def test_this_projects_own_run_of_pytest_leaves_sql_alone() -> None:
    """Pytest without arguments collects no SQL here: `refdb test` runs it."""
    ran = run_pytest(_ROOT, "--collect-only", "-q", "tests/tree", "sql", "--override-ini=addopts=")
    assert ".sql::" not in ran.stdout
