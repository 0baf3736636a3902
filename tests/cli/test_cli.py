"""The command line: exit codes, messages, formats."""

import inspect
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from commands import REFDB
from commands import refdb_itself as refdb
from refdb.cli.app import VERBS
from refdb.project import Project
from trees import ONE_TABLE, TWO_TABLES, write_tree

_VERBS = list(VERBS)


def test_every_verb_is_a_method_of_project() -> None:
    """What the command line does, the library does with the same name."""
    methods = {name for name, _ in inspect.getmembers(Project)}
    assert set(_VERBS) <= methods


def test_help_names_every_verb_at_80_columns(tmp_path) -> None:
    """`refdb --help` has a line for each verb, none broken at 80 columns."""
    text = refdb(tmp_path, "--help", COLUMNS="80").out
    assert all(f" {verb} " in text for verb in _VERBS)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("verb", _VERBS)
def test_every_verb_has_help_and_the_common_options(tmp_path, verb) -> None:
    """Each verb explains itself and has the options that all have."""
    ran = refdb(tmp_path, verb, "--help", COLUMNS="80")
    assert ran.code == 0
    for option in ("--target", "--format", "--json", "--quiet", "--no-color", "--config"):
        assert option in ran.out


def test_version_is_one_line(tmp_path) -> None:
    """`refdb --version` and `python -m refdb --version` say the same."""
    module = subprocess.run(
        [sys.executable, "-m", "refdb", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert refdb(tmp_path, "--version").out == module.stdout == "refdb 0.1.0\n"


def test_import_is_light() -> None:
    """`import refdb` alone imports no driver, parser or terminal library."""
    code = "import sys, refdb; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"psycopg", "pglast", "rich", "typer"} & set(done.stdout.split())


def test_new_project_from_an_empty_folder(tmp_path, database) -> None:
    """init, new, apply, rollback: the first five minutes work in an empty folder."""
    assert refdb(tmp_path, "init").code == 0
    ran = refdb(tmp_path, "new", "create", "a")
    assert ran.out.splitlines() == [
        "wrote sql/migrations/0001_create_a.sql",
        "wrote sql/migrations/0001_create_a.rollback.sql",
    ]
    for name, text in ONE_TABLE.items():
        (tmp_path / "sql/migrations" / name).write_text(text)
    refdb(tmp_path, "new", "second")
    second = (tmp_path / "sql/migrations/0002_second.sql").read_text()
    assert "-- depends: 0001_create_a" in second
    assert refdb(tmp_path, "apply", "--to", "1", "--target", database).code == 0
    assert refdb(tmp_path, "rollback", "--all", "--target", database).code == 0


def test_call_without_sample_data_runs_on_the_schema(tmp_path) -> None:
    """A tree that makes no sample data is no reason not to try a statement; asking for it is."""
    write_tree(tmp_path, ONE_TABLE)
    ran = refdb(tmp_path, "call", "select count(*) from a", "--json")
    assert ran.code == 0
    assert ran.answer["results"][0]["rows"] == [{"count": 0}]
    assert ran.answer["sample"] is None
    ran = refdb(tmp_path, "call", "select 1", "--sample", "500")
    assert ran.code == 2
    assert "the tree has no sample data" in ran.err


@pytest.fixture
def cache():
    """Answers a folder that the servers' user can reach, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="refdb-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_cached_templates_can_be_removed(tmp_path, cache) -> None:
    """`throwaway --clean` empties the cache and says what it held; the next one is built anew."""
    write_tree(tmp_path, ONE_TABLE)
    assert refdb(tmp_path, "call", "select 1", XDG_CACHE_HOME=str(cache)).code == 0
    ran = refdb(tmp_path, "throwaway", "--clean", "--json", XDG_CACHE_HOME=str(cache))
    assert ran.answer["templates"] >= 1
    ran = refdb(tmp_path, "throwaway", "--clean", XDG_CACHE_HOME=str(cache))
    assert ran.out.startswith("removed 0 templates (0 MB)")


def test_init_keeps_what_is_there(tmp_path) -> None:
    """Init refuses where there is a tree already."""
    refdb(tmp_path, "init")
    ran = refdb(tmp_path, "init")
    assert ran.code == 4
    assert "there is a refdb.toml here already" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("status",), 2, "there is no tree in sql/"),
        (("status", "--config", "nowhere.toml"), 2, "nowhere.toml: cannot be read"),
        (("stats",), 2, "No such command"),
        (("apply", "--steps", "x"), 2, "No such option"),
        (("rollback", "--all", "--to", "1"), 2, "contradict each other"),
        (("new", "-"), 2, "is no name for a migration"),
    ],
)
def test_wrong_request_ends_with_2(tmp_path, arguments, code, message) -> None:
    """A wrong request or file is one clear error and exit code 2."""
    if arguments[0] == "new":
        write_tree(tmp_path, {})
    ran = refdb(tmp_path, *arguments)
    assert (ran.code, message in ran.err) == (code, True), ran.err
    assert "Traceback" not in ran.err


def test_no_target_ends_with_2(tmp_path) -> None:
    """Without a target a script is told what to set."""
    write_tree(tmp_path, ONE_TABLE)
    ran = refdb(tmp_path, "status")
    assert ran.code == 2
    assert "DATABASE_URL" in ran.err


def test_no_connection_ends_with_3(tmp_path) -> None:
    """Where nothing answers, the exit code is 3 and the password is not shown."""
    write_tree(tmp_path, ONE_TABLE)
    for verb in ("status", "apply", "rollback", "redo"):
        ran = refdb(tmp_path, verb, "--target", "postgresql://me:geheim@127.0.0.1:1/db")
        assert ran.code == 3
        assert "db on 127.0.0.1:1" in ran.err
        assert "geheim" not in ran.err + ran.out


def test_refusal_ends_with_4_and_names_the_fix(tmp_path, database) -> None:
    """A refusal is exit code 4, with the file and what to type."""
    write_tree(tmp_path, ONE_TABLE | {"0001_create_a.rollback.sql": ""})
    ran = refdb(tmp_path, "apply", "--target", database)
    assert ran.code == 4
    assert "sql/migrations/0001_create_a.sql" in ran.err
    assert "-- irreversible: reason" in ran.err


def test_failed_statement_ends_with_5_and_its_place(tmp_path, database) -> None:
    """A failed statement is exit code 5, with file, line, column, SQLSTATE and the statement."""
    text = "create table x (y int);\nselect nothing from x;\n"
    write_tree(tmp_path, ONE_TABLE | {"0001_create_a.sql": text})
    ran = refdb(tmp_path, "apply", "--target", database)
    assert ran.code == 5
    assert "sql/migrations/0001_create_a.sql:2:8: column" in ran.err
    assert "SQLSTATE 42703" in ran.err
    assert "select nothing from x" in ran.err


def test_text_in_a_pipe_has_no_colour_and_no_broken_lines(tmp_path, database) -> None:
    """What goes into a pipe is plain, one line a migration."""
    long = f"0003_{'long_' * 30}name"
    files = {f"{long}.sql": "select 1;", f"{long}.rollback.sql": "select 1;"}
    write_tree(tmp_path, TWO_TABLES | files)
    ran = refdb(tmp_path, "apply", "--target", database)
    assert "\x1b" not in ran.out
    assert [line.split()[:2] for line in ran.out.splitlines()[:3]] == [
        ["applied", "0001_create_a"],
        ["applied", "0002_create_b"],
        ["applied", long],
    ]
    status = refdb(tmp_path, "status", "--target", database).out
    assert next(line for line in status.splitlines() if long in line).split()[1] == "applied"


def test_quiet_prints_nothing_when_all_is_well(tmp_path, database) -> None:
    """With --quiet a good run is silent."""
    write_tree(tmp_path, ONE_TABLE)
    for verb in ("apply", "status", "redo", "rollback"):
        ran = refdb(tmp_path, verb, "--quiet", "--target", database)
        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_json_of_every_database_verb(tmp_path, database) -> None:
    """With --json each answer is one JSON object with the words of the command line."""
    write_tree(tmp_path, TWO_TABLES)

    def answer(*arguments):
        return refdb(tmp_path, *arguments, "--json", DATABASE_URL=database).answer

    assert [one["state"] for one in answer("status")["migrations"]] == ["pending", "pending"]
    planned = answer("apply", "--dry-run")["planned"]
    assert planned[0]["statements"][0]["sql"] == "create table a (id integer primary key)"
    assert [one["id"] for one in answer("apply")["done"]] == ["0001_create_a", "0002_create_b"]
    assert len(answer("redo", "--steps", "2")["done"]) == 4
    assert answer("rollback", "--all")["left"] == []


def test_json_of_an_error_has_its_parts(tmp_path) -> None:
    """With --json an error is JSON too, on standard output, with its exit code."""
    write_tree(tmp_path, {"0001_a.sql": "-- transactionnal: false\nselect 1;"})
    ran = refdb(tmp_path, "status", "--format", "json", "--target", "dbname=x")
    assert ran.code == 2
    assert ran.answer["error"]["file"] == "sql/migrations/0001_a.sql"
    assert ran.answer["error"]["line"] == 1
    assert "transactional" in ran.answer["error"]["hint"]


def test_closed_pipe_is_no_error(tmp_path, database) -> None:
    """`refdb status | head -1` prints no traceback."""
    write_tree(tmp_path, TWO_TABLES)
    command = f"'{REFDB}' status --target '{database}' | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
