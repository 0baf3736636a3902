"""`refdb check` as a person and a pipeline run it, on small trees."""

from __future__ import annotations

import subprocess
import sys

import pytest

from commands import refdb
from schemas import valid_findings, valid_junit, valid_sarif
from trees import TWO_TABLES, write_tree

NOT_RESTORED = {"0002_create_b.rollback.sql": "-- loses: b\nselect 1;\n"}
TEST = "-- test: A has {}.\nselect count(*) = {} as is_so from public.a;\n"


def parts_of(out: str) -> dict[str, str]:
    """Answers each part's state as the lines above the first empty one tell it."""
    lines = out.partition("\n\n")[0].splitlines()
    return {one[:8].strip(): one[9:21].strip() for one in lines}


def test_a_good_tree_passes_and_what_it_has_not_is_told(tmp_path) -> None:
    """Each part has its line with its time; of contracts there are none."""
    write_tree(tmp_path, TWO_TABLES, tests__good=TEST.format("no row", 0))
    ran = refdb(tmp_path, "check", "--skip", "lint")
    assert (ran.code, ran.err) == (0, "")
    assert parts_of(ran.out) == {
        "files": "passed",
        "prove": "passed",
        "test": "passed",
        "explain": "nothing",
    }
    assert "the tree has no contract" in ran.out
    assert ran.out.splitlines()[-1].startswith("3 of 3 checks passed in ")


def test_a_check_that_came_back_from_its_process_can_be_run_here(tmp_path) -> None:
    """What an answer brings with it leaves no module of refdb there twice."""
    write_tree(tmp_path, TWO_TABLES)
    program = (
        "from refdb import Project\nproject = Project.load()\n"
        "answer = project.check(only=['prove', 'files'], processes=2)\n"
        "again = project.prove(lock_rows=None)\n"
        "assert answer.exit_code == len(again.findings) == 0\n"
        "assert type(answer.parts[1].answer) is type(again), answer.parts\n"
        "assert type(answer.parts[1].answer.proofs) is type(again.proofs)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_everything_that_fails_is_told_and_the_first_fix_last(tmp_path) -> None:
    """A failed part is followed by its findings; the last lines say what to type."""
    write_tree(tmp_path, TWO_TABLES | NOT_RESTORED, tests__bad=TEST.format("a row", 1))
    (tmp_path / "refdb.toml").write_text("")
    ran = refdb(tmp_path, "check", "--only", "test", "--only", "prove", "--save", "junit=out.xml")
    assert ran.code == 1
    assert parts_of(ran.out) == {"prove": "failed", "test": "failed"}
    assert ran.out.index("\nprove: 1 error in 1 file\n") < ran.out.index("\ntest: 1 error in 1 ")
    assert "    | select count(*) = 1 as is_so from public.a;\n" in ran.out
    tail = ran.out.rstrip().rpartition("\n\n")[2].splitlines()
    assert tail[0] == "first  sql/migrations/0002_create_b.sql:3  prove/not-reversible"
    assert tail[-1].endswith("--from 0002_create_b`.")
    assert max(map(len, ran.out.splitlines())) <= 80
    suites = valid_junit((tmp_path / "out.xml").read_text())
    assert [one.attrib["name"] for one in suites] == ["prove", "sql/tests/bad.sql"]


@pytest.mark.needs("sarif_schema")
def test_a_broken_file_is_one_error_of_all_parts(tmp_path) -> None:
    """In text, JSON and SARIF, with the exit code of a wrong file."""
    write_tree(tmp_path, {}, tests__open="-- test: A.\nselect 'open;\n")
    arguments = ("check", "--only", "test", "--only", "lint")
    saved = refdb(tmp_path, *arguments, "--save", "sarif=a.sarif", "--save", "json=a.json")
    assert saved.code == 2
    assert saved.out.count("unterminated quoted str") == 3  # as it ended, as a finding, and last
    (invocation,) = valid_sarif((tmp_path / "a.sarif").read_text())["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    answer = valid_findings((tmp_path / "a.json").read_text())
    assert [one["state"] for one in answer["parts"]] == ["failed", "error"]
    assert answer["first"]["part"] == "lint"


def test_what_cannot_look_is_told_and_fails_where_it_is_strict(tmp_path) -> None:
    """Without the server that is asked for nothing is found, and nobody says that all is well."""
    write_tree(tmp_path, TWO_TABLES)
    ran = refdb(tmp_path, "check", "--only", "prove", "--postgres", "embedded:15")
    assert ran.code == 0
    assert parts_of(ran.out) == {"prove": "not checked"}
    assert "0 of 1 checks passed, 1 could not look" in ran.out
    strict = refdb(
        tmp_path, "check", "--only", "prove", "--postgres", "embedded:15", "--strict", "--json"
    )
    assert strict.code == 2
    assert valid_findings(strict.out)["checks"][0]["error"]["exit_code"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "tests"), "the gate has no tests"),
        (("--only", "test", "--skip", "test"), "there is nothing left to check"),
        (("--save", "text=a"), "names no format with a file"),
        (("--save", "junit=no/such/folder"), "cannot be written"),
        (("--changed-since", "nowhere", "--only", "lint"), "git cannot compare with it"),
    ],
)
def test_wrong_requests_are_told(tmp_path, arguments, said) -> None:
    """A part, a format, a file or a reference that is not there ends it with 2."""
    write_tree(tmp_path, {})
    ran = refdb(tmp_path, "check", "--skip", "explain", *arguments)
    assert ran.code == 2
    assert said in ran.out + ran.err
