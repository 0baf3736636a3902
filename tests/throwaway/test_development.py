"""The development database: its data stays, commands share it, and it stops with the last."""

import os
import signal
import stat
from pathlib import Path

import pytest

ADDS = """
import sys
from pathlib import Path
import psycopg
from refdb.throwaway import open_development
with open_development(Path(sys.argv[1])) as opened:
    with psycopg.connect(opened.url, autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(1)")
        conn.execute("create table if not exists visits (at timestamptz default now())")
        conn.execute("insert into visits default values")
        visits = conn.execute("select count(*) from visits").fetchone()[0]
        fsync = conn.execute("show fsync").fetchone()[0]
    print(visits, opened.built, fsync, opened.directory, flush=True)
    if sys.argv[2:]:
        sys.stdin.readline()
"""

VERSION = """
import sys
from pathlib import Path
from refdb.throwaway import open_development
with open_development(Path(sys.argv[1]), postgres=int(sys.argv[2]) or None) as opened:
    print(opened.major, opened.built)
"""


def test_data_stays(person):
    """What one command wrote is there for the next, and writes are safe from a crash."""
    project = person.clients()
    place = f"{project}/.refdb/postgres-18"
    assert person.run(ADDS, project) == f"1 True on {place}"
    assert person.run(ADDS, project) == f"2 False on {place}"


def test_nothing_runs_between_commands(person, is_stopped):
    """Between commands there is no server."""
    project = person.clients()
    person.run(ADDS, project)
    assert is_stopped(project)


def test_shared(person, is_stopped):
    """A second command uses the first one's server, which stops only with the last."""
    project = person.clients()
    with person.start(ADDS, project, "stay") as first:
        first.stdout.readline()
        with person.start(ADDS, project, "stay") as second:
            server = server_of(project)
            assert second.stdout.readline().startswith("2 False")
            first.communicate("\n")
            assert server_of(project) == server
            assert person.run(ADDS, project).startswith("3 False")
            second.communicate("\n")
    assert is_stopped(project)


def test_begun_at_once(person):
    """Commands that begin at the same time make one database, and each finds the others' rows."""
    project = person.clients()
    clients = [person.start(ADDS, project) for _ in range(5)]
    said = []
    for client in clients:
        with client:
            output, complained = client.communicate(timeout=60)
            assert complained == ""
            said.append(output.split()[:2])
    assert sorted(visit for visit, _ in said) == ["1", "2", "3", "4", "5"]
    assert sorted(built for _, built in said) == ["False"] * 4 + ["True"]


def test_killed_command(person, until, is_stopped):
    """When the only command is killed, the server is stopped in good order."""
    project = person.clients()
    with person.start(ADDS, project, "stay") as client:
        client.stdout.readline()
        client.kill()
        client.communicate()
    assert until(lambda: is_stopped(project))
    assert "database system is shut down" in log_of(project)
    assert person.run(ADDS, project).startswith("2 False")


def test_first_of_two_killed(person, until, is_stopped):
    """When the command that started the server is killed, another that uses it goes on."""
    project = person.clients()
    with person.start(ADDS, project, "stay") as first:
        first.stdout.readline()
        with person.start(ADDS, project, "stay") as second:
            second.stdout.readline()
            server = server_of(project)
            first.kill()
            first.communicate()
            assert person.run(ADDS, project).startswith("3 False")
            assert server_of(project) == server
            second.communicate("\n")
    assert until(lambda: is_stopped(project))


def test_killed_keeper(person, is_stopped):
    """When the keeper is killed, the command still stops the server at its end."""
    project = person.clients()
    with person.start(ADDS, project, "stay") as client:
        client.stdout.readline()
        os.kill(parent_of(server_of(project)), signal.SIGKILL)
        _, complained = client.communicate("\n")
    assert (client.returncode, complained) == (0, "")
    assert is_stopped(project)


def test_command_and_keeper_killed(person, is_stopped):
    """When command and keeper are killed, the next command finds the server, uses and stops it."""
    project = person.clients()
    with person.start(ADDS, project, "stay") as client:
        client.stdout.readline()
        server = server_of(project)
        os.kill(parent_of(server), signal.SIGKILL)
        client.kill()
        client.communicate()
    assert server_of(project) == server
    assert person.run(ADDS, project).startswith("2 False")
    assert is_stopped(project)


def test_killed_server(person, is_stopped):
    """When the server is killed, what was committed is there for the next command."""
    project = person.clients()
    with person.start(ADDS, project, "stay") as client:
        client.stdout.readline()
        os.kill(server_of(project), signal.SIGKILL)
        assert person.run(ADDS, project).startswith("2 False")
        client.communicate("\n")
    assert person.run(ADDS, project).startswith("3 False")
    assert is_stopped(project)


@pytest.mark.needs("embedded16", "embedded18")
def test_versions_side_by_side(myself):
    """Each version has data of its own; without a wish the newest that is there is used."""
    project = myself.clients()
    assert myself.run(VERSION, project, 16) == "16 True"
    assert myself.run(VERSION, project, 0) == "16 False"
    assert myself.run(VERSION, project, 18) == "18 True"
    assert myself.run(VERSION, project, 0) == "18 False"


def test_ignored_by_git(person):
    """Git sees nothing of the development database."""
    project = person.clients()
    person.run(ADDS, project)
    assert (project / ".refdb/.gitignore").read_text().splitlines()[-1] == "*"


def test_long_path(person):
    """A project whose path is too long for a socket has it elsewhere for as long as it runs."""
    project = person.clients() / ("long" * 30)
    person.run("import sys, os; os.mkdir(sys.argv[1])", project)
    assert person.run(ADDS, project).startswith("1 True")
    with person.start(ADDS, project, "stay") as client:
        assert client.stdout.readline().startswith("2 False")
        elsewhere = Path(status_of(project)[4])
        assert elsewhere.name.startswith("refdb.")
        client.communicate("\n")
    assert not elsewhere.exists()


@pytest.mark.needs("root")
def test_hidden_project(myself, is_stopped):
    """Where servers' user cannot reach the project, the data is in the cache, as a note says."""
    project = myself.clients()
    project.chmod(0o700)
    directory = Path(myself.run(ADDS, project).split()[-1])
    assert directory.is_relative_to(myself.home / "cache/refdb/development")
    assert str(directory.parent) in (project / ".refdb/development.txt").read_text()
    assert myself.run(ADDS, project).startswith("2 False")
    assert stat.S_IMODE(project.stat().st_mode) == 0o700
    assert is_stopped(directory)


@pytest.mark.needs("root", "ordinary_user")
def test_somebody_elses(myself, ordinary):
    """Root uses an ordinary user's database as that user; the other way round is refused."""
    project = ordinary.clients()
    ordinary.home.chmod(0o755)
    ordinary.run(ADDS, project)
    assert myself.run(ADDS, project).startswith("2 False")
    assert ordinary.run(ADDS, project).startswith("3 False")
    script = """
import sys
from pathlib import Path
from refdb.errors import RefdbError
from refdb.throwaway import open_development
try:
    with open_development(Path(sys.argv[1])):
        print("open")
except RefdbError as error:
    print(error.message, error.hint, sep="|")
"""
    roots = myself.clients()
    myself.run(ADDS, roots)
    assert ordinary.run(script, roots) == (
        f"{roots}/.refdb/postgres-18 belongs to the user postgres, and this is nobody"
        f"|Run the command as postgres, or remove {roots}/.refdb/postgres-18."
    )


def test_project_that_cannot_be_written(ordinary):
    """A project that cannot be written is one sentence."""
    project = ordinary.clients()
    project.chmod(0o555)
    script = """
import sys
from pathlib import Path
from refdb.errors import RefdbError
from refdb.throwaway import open_development
try:
    with open_development(Path(sys.argv[1])):
        print("open")
except RefdbError as error:
    print(error.message)
"""
    said = ordinary.run(script, project)
    assert said.startswith(f"the development database of {project} cannot be made:")


def server_of(project: Path) -> int:
    """Answers the id of a project's server."""
    return int(status_of(project)[0])


def status_of(project: Path) -> list[str]:
    """Answers the lines of a project's postmaster.pid."""
    return (project / ".refdb/postgres-18/data/postmaster.pid").read_text().splitlines()


def log_of(project: Path) -> str:
    """Answers what a project's server said."""
    return (project / ".refdb/postgres-18/log").read_text()


def parent_of(process: int) -> int:
    """Answers the process that started another."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
