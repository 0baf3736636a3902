"""`refdb test` that stays: --watch and --keep."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from commands import REFDB, refdb
from refdb.project.watching import files_for, stamps
from trees import ONE_TABLE, write_tree

_SECONDS = 60  # a line that takes longer to come never comes


class Staying:
    """A command that stays, its output read line by line."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.errors = folder / "errors.txt"
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [REFDB, "test", *words],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def until(self, text: str) -> list[str]:
        """Answers the lines up to the one that has a text."""
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if text in line:
                return lines
        raise AssertionError(f"{lines}\n{self.errors.read_text()}")

    def wait_for_error(self, text: str, times: int = 1) -> str:
        """Answers standard error as soon as it has a text so many times."""
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            said = self.errors.read_text()
            if said.count(text) >= times:
                return said
            time.sleep(0.05)
        raise AssertionError(said)

    def interrupt(self) -> int:
        """Presses Ctrl-C; answers the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=_SECONDS)
        return self.process.returncode


@pytest.fixture
def staying(tmp_path):
    """Answers a function that begins a command that stays, in a project with one table."""
    write_tree(tmp_path, ONE_TABLE, tests__one="-- test: One.\nselect count(*) = 0 from a;\n")
    begun = []

    def begin(*words):
        begun.append(Staying(tmp_path, *words))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.communicate()


FUNCTION = "-- purpose: Counts.\n\ncreate or replace function public.f() returns integer\n"


def test_watch_runs_what_a_change_touches(staying, tmp_path) -> None:
    """A changed test runs alone, an object file runs all as it is now, an error is survived."""
    command = staying("--watch")
    assert command.until("of 1 test")[0] == "passed One."
    tests = tmp_path / "sql/tests"
    place = "-- test: Two.\nselect false as ok, current_setting('data_directory') as place;\n"
    (tests / "two.sql").write_text(place)
    lines = command.until("of 1 test")
    assert lines[:2] == ["changed: sql/tests/two.sql", "failed Two."]
    said = command.wait_for_error("place = ")
    server = Path(said.split("place = ")[1].split()[0])
    (tests / "two.sql").write_text("-- test: Two.\nselec;\n")
    command.until("changed: sql/tests/two.sql")
    command.wait_for_error("syntax error")
    (tests / "two.sql").write_text("-- test: Two.\nselect public.f() = 7;\n")
    assert command.until("of 1 test")[-2] == "failed Two."
    (tmp_path / "sql/functions").mkdir()
    (tmp_path / "sql/functions/f.sql").write_text(f"{FUNCTION}language sql\nreturn 7;\n")
    lines = command.until("of 2 tests")
    assert lines[:3] == ["changed: sql/functions/f.sql", "passed One.", "passed Two."]
    command.wait_for_error("press Ctrl-C", times=5)
    assert command.interrupt() == 0
    assert "Traceback" not in command.errors.read_text()
    assert not server.exists()


def test_ctrl_c_ends_a_test_that_runs(staying, tmp_path) -> None:
    """Nobody waits for a statement that is under way."""
    (tmp_path / "sql/tests/one.sql").write_text(
        "-- test: Slow.\nset local statement_timeout = 0;\nselect pg_sleep(600);\nselect true;\n"
    )
    command = staying()
    time.sleep(3)
    assert command.interrupt() == 130
    assert "Traceback" not in command.errors.read_text()


def test_failed_tests_databases_are_kept(staying, tmp_path) -> None:
    """With --keep the URL of a database is printed that has what the test saw, until Ctrl-C."""
    (tmp_path / "sql/tests/one.sql").write_text(
        "insert into a values (1);\n-- test: Bad.\ninsert into a values (2);\n"
        "insert into a values (2);\nselect true;\n-- test: Good.\nselect true;\n"
    )
    command = staying("--keep")
    said = command.wait_for_error("kept until this ends")
    (url,) = [line.split(": ", 1)[1] for line in said.splitlines() if "Kept as it" in line]
    with psycopg.connect(url) as conn:
        assert conn.execute("select id from a order by id").fetchall() == [(1,), (2,)]
    assert command.interrupt() == 1
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_keep_waits_for_nothing_where_all_pass(tmp_path) -> None:
    """Where no test failed there is nothing to keep, and the command ends."""
    write_tree(tmp_path, ONE_TABLE, tests__one="-- test: One.\nselect true;\n")
    assert refdb(tmp_path, "test", "--keep").code == 0


def test_objects_are_run_before_their_migration_is_made(tmp_path) -> None:
    """--objects tests a function as its file has it; without it, as the migrations do."""
    text = "-- test: F.\nselect public.f() = 7;\n"
    function = f"{FUNCTION}language sql\nreturn 7;\n"
    write_tree(tmp_path, ONE_TABLE, tests__f=text, functions__f=function)
    assert refdb(tmp_path, "test").code == 1
    assert refdb(tmp_path, "test", "--objects").code == 0


def test_watch_measures_nothing(tmp_path) -> None:
    """--watch with what it cannot do is refused."""
    write_tree(tmp_path, ONE_TABLE, tests__one="-- test: One.\nselect true;\n")
    for words in (["--coverage"], ["--keep"], ["--format", "junit"]):
        assert refdb(tmp_path, "test", "--watch", *words).code == 2


CHANGES = {
    ("sql/tests/a.sql",): {"sql/tests/a.sql"},
    ("sql/tests/a.sql", "sql/tests/gone.sql"): {"sql/tests/a.sql"},
    ("sql/tests/gone.sql",): set(),
    ("sql/functions/f.sql", "sql/tests/a.sql"): set(),
    ("sql/testsuite.sql",): set(),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_what_a_change_touches(changed) -> None:
    """Changed tests are run alone; anything else, and a test that went, runs them all."""
    assert files_for(changed, "sql/tests", {"sql/tests/a.sql": (1, 1)}) == CHANGES[changed]


def test_files_are_looked_at_below_the_tree(tmp_path) -> None:
    """Every file of the tree has a stamp under its name, and a folder has none."""
    (tmp_path / "sql/tests").mkdir(parents=True)
    (tmp_path / "sql/tests/a.sql").write_text("x")
    assert list(stamps(tmp_path, tmp_path / "sql")) == ["sql/tests/a.sql"]
