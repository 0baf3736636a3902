"""Which lines and branches of functions ran."""

import pytest

from refdb.config import Config
from refdb.project import Project
from refdb.report.lcov import as_lcov
from refdb.sqltest.coverage import Step, merged
from trees import ONE_TABLE, write_tree

FUNCTION = """\
-- purpose: Takes every way that a function can take.

create or replace function public.choose(p_a integer) returns integer
language plpgsql
as $$
declare
    v_x integer := p_a;
begin
    if p_a > 1 then
        v_x := 2;
    elsif p_a > 0 then v_x := 3; v_x := 4;
    else
        v_x := 5;
    end if;

    if p_a = 100 then
        raise exception 'no';
    end if;

    while v_x < 4 loop
        v_x := v_x + 1;
    end loop;

    begin
        perform 1 / (p_a - 7);
    exception when division_by_zero then
        v_x := 7;
    end;

    return v_x;
end;
$$;
"""
WHOLE = FUNCTION.split("\n", 2)[2]
OTHER = "create function public.double(a integer) returns integer return a * 2;\n"
TESTS = {
    "one": "-- test: Two.\nselect public.choose(2) = 4;\n\n-- test: Double.\n"
    "select public.double(2) = 4;\n",
    "two": "-- test: One.\nselect public.choose(1) = 4;\n\n-- test: Refused.\n"
    "-- error: P0001\nselect public.choose(100);\n",
}


@pytest.fixture
def project(tmp_path):
    """Answers a project with a function of every kind of branch, and two files of tests."""
    migrations = ONE_TABLE | {
        "0002_choose.sql": f"-- why: To choose.\n-- depends: 0001_create_a\n{WHOLE}\n{OTHER}",
        "0002_choose.rollback.sql": "-- loses: nothing\ndrop function public.double(integer);\n"
        "drop function public.choose(integer);\n",
    }
    write_tree(tmp_path, migrations, functions__choose=FUNCTION)
    write_tree(tmp_path, migrations, **{f"tests__{name}": text for name, text in TESTS.items()})
    return Project(Config(root=tmp_path, postgres=15))


@pytest.mark.needs("local15", "plpgsql_check")
def test_lines_and_branches_of_all_sessions_are_added_up(project) -> None:
    """Files that ran beside each other are one coverage, with the object file's line numbers."""
    coverage = project.test(coverage=True, jobs=2).coverage
    (routine,) = coverage.routines
    assert (routine.name, routine.file) == (
        "public.choose(p_a integer)",
        "sql/functions/choose.sql",
    )
    assert routine.calls == 3
    assert routine.missed == (13, 27)
    assert routine.lines[9] == 3
    assert routine.lines[11] == 1
    assert [(one.line, one.name, one.taken) for one in routine.branches] == [
        (9, "then", 2),
        (9, "elsif 1", 1),
        (9, "else", 0),
        (16, "then", 1),
        (16, "else", 2),
        (20, "loop", 2),
        (24, "exception 1", 0),
    ]
    assert (coverage.lines, coverage.branches, coverage.unmeasured) == ((10, 12), (5, 7), 1)


@pytest.mark.needs("local15", "plpgsql_check")
def test_coverage_as_lcov(project) -> None:
    """The tracefile has the function, its branches and its lines, and their sums."""
    text = as_lcov(project.test(coverage=True).coverage)
    assert text.startswith(
        "TN:\nSF:sql/functions/choose.sql\nFN:3,public.choose(p_a integer)\n"
        "FNDA:3,public.choose(p_a integer)\nFNF:1\nFNH:1\nBRDA:9,0,0,2\n"
    )
    assert "DA:13,0\n" in text
    assert text.endswith("LF:12\nLH:10\nend_of_record\n")
    assert "BRF:7\nBRH:5\n" in text


@pytest.mark.needs("local15", "plpgsql_check")
def test_a_function_that_no_test_calls_is_missed_whole(project) -> None:
    """A function that nothing called counts with all of its lines."""
    coverage = project.test(coverage=True, matching="Double").coverage
    assert coverage.lines == (0, 12)
    assert coverage.percent == 0


@pytest.mark.needs("local15", "plpgsql_check")
def test_a_function_without_a_file_is_told_by_its_newest_migration(project, tmp_path) -> None:
    """Without an object file the line numbers are those of the migration."""
    (tmp_path / "sql/functions/choose.sql").unlink()
    (routine,) = project.test(coverage=True).coverage.routines
    assert routine.file == "sql/migrations/0002_choose.sql"
    assert routine.missed == (13, 27)


@pytest.mark.needs("local15", "plpgsql_check")
def test_too_little_is_a_finding(project) -> None:
    """Below the percentage that is asked for there is a finding, at it there is none."""
    assert project.test(coverage=True, minimum=80).findings == ()
    (finding,) = project.test(coverage=True, minimum=90).findings
    assert finding.message == "tests ran 83.3 % of the functions' lines, and 90 % must be"


def test_profiles_of_sessions_are_added_up() -> None:
    """How often a statement ran is the sum of all sessions, one without it included."""
    step = Step(0, None, "", 1, 2, "statement block", 3)
    assert merged([{"f": [step]}, {}, {"f": [step._replace(runs=4)]}]) == {
        "f": (step._replace(runs=7),)
    }
