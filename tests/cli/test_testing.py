"""`refdb test` as a person types it."""

from __future__ import annotations

import pytest

from commands import refdb
from schemas import valid_junit
from trees import ONE_TABLE, write_tree

GOOD = "-- test: A has no row.\nselect count(*) = 0 from a;\n"
BAD = (
    "-- test: A has a row.\nselect count(*) = 1 as is_there from a;\n\n"
    "-- test: A is listed.\nselect 1 as id, e'\\x01<&' as text;\n-- expect:\n--   id | text\n"
    "--   2  | x\n"
)


@pytest.fixture
def folder(tmp_path):
    """Answers a project's folder with a file of tests that pass and one of tests that fail."""
    write_tree(tmp_path, ONE_TABLE, tests__bad=BAD, tests__good=GOOD)
    return tmp_path


def test_failures_are_told_with_file_line_and_both_tables(folder) -> None:
    """A person sees each test, and of a failure its place and what came instead."""
    ran = refdb(folder, "test")
    assert ran.code == 1
    assert ran.out.splitlines()[:-1] == [
        "failed A has a row.",
        "failed A is listed.",
        "passed A has no row.",
    ]
    assert ran.out.splitlines()[-1].endswith(": 1 of 3 tests passed")
    assert "sql/tests/bad.sql:2: not true: the row is is_there = false\n" in ran.err
    assert "sql/tests/bad.sql:6: not the table expected: 1 row missing, 1 too many\n" in ran.err
    assert "  - 2  | x     expected\n" in ran.err


def test_quiet_tells_failures_only(folder) -> None:
    """With -q nothing is said of what passed."""
    assert refdb(folder, "test", "-q", "-k", "good").err == ""
    assert refdb(folder, "test", "-q", "-k", "good").out == ""
    ran = refdb(folder, "test", "-q")
    assert (ran.code, ran.out) == (1, "")
    assert "bad.sql:2" in ran.err


def test_junit_is_well_formed(folder) -> None:
    """The XML has the form that CI reads: a suite a file, a case a test, counts that are right."""
    ran = refdb(folder, "test", "--format", "junit")
    assert ran.code == 1
    root = valid_junit(ran.out)
    assert [one.attrib["name"] for one in root] == ["sql/tests/bad.sql", "sql/tests/good.sql"]
    first, second = root.iter("failure")
    assert first.attrib["message"] == "not true: the row is is_there = false"
    assert "+ 1  | ?<&   got" in (second.text or "")


@pytest.mark.needs("local15", "pgtap")
def test_junit_of_a_pgtap_file(tmp_path) -> None:
    """Assertions of a pgTAP file are cases, skipped ones are told as such."""
    text = "select plan(2);\nselect skip('Later.', 1);\nselect ok(false, 'No.');\n"
    write_tree(tmp_path, ONE_TABLE, tests__tap=text)
    ran = refdb(tmp_path, "test", "--format", "junit")
    root = valid_junit(ran.out)
    assert ran.code == 1
    assert [one.tag for case in root.iter("testcase") for one in case] == ["skipped", "failure"]


def test_other_verbs_answer_no_junit(folder) -> None:
    """Asked for JUnit's XML, another verb says that it has none."""
    ran = refdb(folder, "call", "select 1", "--format", "junit")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "error: call has no findings to write as junit",
    )


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_results_are_the_same_however_many_run_beside_each_other(folder, jobs) -> None:
    """The number of jobs changes no result and no order; files see nothing of each other."""
    seen = "-- test: {} is alone.\ninsert into a values (1);\nselect count(*) = 1 from a;\n"
    for number in range(6):
        (folder / f"sql/tests/n{number}.sql").write_text(seen.format(number))
    told = refdb(folder, "test", "--jobs", jobs, "--json").answer["tests"]
    assert [one["sentence"] for one in told] == [
        "A has a row.",
        "A is listed.",
        "A has no row.",
        *(f"{number} is alone." for number in range(6)),
    ]
    assert [one["passed"] for one in told] == [False, False] + [True] * 7


@pytest.mark.needs("local15", "plpgsql_check")
def test_coverage_as_text_json_and_lcov(tmp_path) -> None:
    """--coverage tells each function, --json the same, --lcov writes a file, --minimum judges."""
    body = "begin\n    if a then\n        return 1;\n    end if;\n    return 2;\nend;\n"
    function = (
        f"create function public.f(a boolean) returns integer language plpgsql as $$\n{body}$$;\n"
    )
    more = {
        "0002_f.sql": f"-- why: F.\n-- depends: 0001_create_a\n{function}",
        "0002_f.rollback.sql": "-- loses: nothing\ndrop function public.f(boolean);\n",
    }
    text = "-- test: F.\nselect public.f(false) = 2;\n"
    write_tree(tmp_path, ONE_TABLE | more, tests__f=text)
    ran = refdb(tmp_path, "test", "--lcov", "out.info")
    assert ran.code == 0
    assert ran.out.splitlines()[1:4] == [
        "function  lines  branches  missed",
        "public.f  67 %   1 of 2    sql/migrations/0002_f.sql:6, 5 then",
        "PL/pgSQL functions: 66.7 % (2 of 3) of lines ran, 50.0 % (1 of 2) of branches",
    ]
    assert "DA:6,0\n" in (tmp_path / "out.info").read_text()
    told = refdb(tmp_path, "test", "--coverage", "--json").answer["coverage"]
    assert told["functions"][0]["missed_lines"] == [6]
    ran = refdb(tmp_path, "test", "--minimum", "70")
    assert (ran.code, "66.7 % of the functions' lines, and 70 % must be" in ran.err) == (1, True)
    ran = refdb(tmp_path, "test", "--lcov", "nowhere/out.info")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)


def test_coverage_without_the_profiler_says_which_package_brings_it(folder) -> None:
    """On a server without plpgsql_check the error names the package."""
    ran = refdb(folder, "test", "--coverage", "--postgres", "18")
    assert ran.code == 2
    assert "has no plpgsql_check" in ran.err
    assert "postgresql-18-plpgsql-check" in ran.err


def test_no_test_matches(folder) -> None:
    """A -k that no test has is an error, not a green run."""
    ran = refdb(folder, "test", "-k", "nothing")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: there is no such test")
