"""However a command ends, its server and its files are gone."""

import os
import signal
from pathlib import Path

import pytest

STAYS = """
import sys
from refdb.throwaway import open_throwaway
with open_throwaway(postgres=18) as opened:
    print(opened.directory, flush=True)
    sys.stdin.readline()
    if sys.argv[1:]:
        raise SystemExit(sys.argv[1])
"""

# Where nobody else's throwaways are, so that nobody else sweeps them.
ELSEWHERE = """
import os
from pathlib import Path
from refdb.throwaway import places
places.MEMORY = Path(os.environ["PLACE"])
"""

FORKS = """
import os, sys, time
from refdb.throwaway import open_throwaway
with open_throwaway(postgres=18) as opened:
    child = os.fork()
    if child == 0:
        time.sleep(float(sys.argv[1]))
        raise SystemExit
    print(opened.directory, child, flush=True)
    sys.stdin.readline()
    import psycopg
    with psycopg.connect(opened.url) as conn:
        print(conn.execute("select 1").fetchone(), flush=True)
    os.waitpid(child, 0)
"""

OPENS = """
from refdb.throwaway import open_throwaway
with open_throwaway(postgres=18) as opened:
    print(opened.directory)
"""

BUILDS = """
import sys, time
from refdb.throwaway import Template, open_throwaway
def build(url):
    print(url, flush=True)
    if sys.argv[2:]:
        time.sleep(60)
with open_throwaway(postgres=18, template=Template(sys.argv[1], build)) as opened:
    print(opened.built)
"""


def supervisor_of(folder: Path) -> int:
    """Answers the process that started a throwaway's server."""
    server = (folder / "data/postmaster.pid").read_text().split()[0]
    return int(Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1])


def place_of(person) -> Path:
    """Answers a folder in which everybody can make folders, as in /tmp."""
    place = person.clients()
    place.chmod(0o1777)
    return place


def left_by(folder: Path, left: Path) -> Path:
    """Answers a new folder with what a server's folder has in it, of the same owner."""
    left.mkdir(mode=0o700)
    (left / "data").mkdir()
    (left / "log").write_text("")
    owner = folder.stat()
    for path in (left, *left.iterdir()):
        os.chown(path, owner.st_uid, owner.st_gid)
    return left


def test_normal_end(person, is_gone):
    """When the block ends, nothing is left."""
    with person.start(STAYS) as client:
        folder = Path(client.stdout.readline().strip())
        assert folder.exists()
        client.communicate("\n")
    assert client.returncode == 0
    assert is_gone(folder)


def test_exception(person, is_gone):
    """When the block raises, nothing is left and the exception comes out."""
    with person.start(STAYS, "in vain") as client:
        folder = Path(client.stdout.readline().strip())
        _, complained = client.communicate("\n")
    assert (client.returncode, complained) == (1, "in vain\n")
    assert is_gone(folder)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_killed_command(person, how, until, is_gone):
    """When the command is killed, its server is stopped and its folder removed."""
    with person.start(STAYS) as client:
        folder = Path(client.stdout.readline().strip())
        client.send_signal(how)
        client.communicate()
    assert until(lambda: is_gone(folder))


def test_interrupted_command(person, is_gone):
    """Ctrl-C at the terminal reaches every process of the command, and leaves nothing."""
    with person.start(STAYS) as client:
        folder = Path(client.stdout.readline().strip())
        os.killpg(client.pid, signal.SIGINT)
        _, complained = client.communicate()
    assert "KeyboardInterrupt" in complained
    assert is_gone(folder)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_killed_supervisor(person, how, until, is_gone):
    """When the supervisor alone is killed, the command itself leaves nothing at its end."""
    with person.start(STAYS) as client:
        folder = Path(client.stdout.readline().strip())
        os.kill(supervisor_of(folder), how)
        _, complained = client.communicate("\n")
    assert (client.returncode, complained) == (0, "")
    assert until(lambda: is_gone(folder))


def test_both_killed(person, is_gone):
    """When command and supervisor are killed, the next throwaway removes what they left."""
    place = place_of(person)
    with person.start(ELSEWHERE + STAYS, PLACE=str(place)) as client:
        folder = Path(client.stdout.readline().strip())
        os.kill(supervisor_of(folder), signal.SIGKILL)
        client.kill()
        client.communicate()
    assert folder.is_relative_to(place)
    assert not is_gone(folder)
    person.run(ELSEWHERE + OPENS, PLACE=str(place))
    assert is_gone(folder)


def test_sweep_spares_the_living(person):
    """A throwaway in use outlives the sweep of another, and so does a folder of another kind."""
    place = place_of(person)
    with person.start(ELSEWHERE + STAYS, PLACE=str(place)) as client:
        folder = Path(client.stdout.readline().strip())
        stranger = left_by(folder, place / "refdb-notes")
        person.run(ELSEWHERE + OPENS, PLACE=str(place))
        assert (folder / "data/postmaster.pid").exists()
        client.communicate("\n")
    assert stranger.exists()


def test_reboot(person, is_gone):
    """What a reboot left, files without processes, is removed by the next throwaway."""
    place = place_of(person)
    with person.start(ELSEWHERE + STAYS, PLACE=str(place)) as client:
        folder = Path(client.stdout.readline().strip())
        left = left_by(folder, place / "refdb-00000000")
        person.run(ELSEWHERE + OPENS, PLACE=str(place))
        client.communicate("\n")
    assert is_gone(left)


def test_forked_child_does_not_keep_it(person, until, is_gone):
    """A child made by fork that outlives the killed command does not keep its server."""
    with person.start(FORKS, 60) as client:
        folder, child = client.stdout.readline().split()
        client.kill()
        gone = until(lambda: is_gone(Path(folder)))
        os.kill(int(child), signal.SIGKILL)
        client.communicate()
    assert gone


def test_forked_child_does_not_end_it(person, until, is_gone):
    """A child made by fork that ends first leaves its parent's server alone."""
    with person.start(FORKS, 0) as client:
        folder, child = client.stdout.readline().split()
        until(lambda: Path(f"/proc/{child}/stat").read_text().split()[2] == "Z")
        said, complained = client.communicate("\n")
    assert (said, complained, client.returncode) == ("(1,)\n", "", 0)
    assert is_gone(Path(folder))


def test_killed_while_building(person, until, is_gone):
    """A builder that is killed leaves no server and no half template: the next one builds."""
    with person.start(BUILDS, "killed", "slowly") as client:
        folder = folder_in(client.stdout.readline())
        client.kill()
        client.communicate()
    assert until(lambda: is_gone(folder))
    assert person.run(BUILDS, "killed").splitlines()[-1] == "True"
    assert person.run(BUILDS, "killed") == "False"
    assert not list((person.home / "cache/refdb/templates").glob("*.new"))


def folder_in(url: str) -> Path:
    """Answers the folder that a throwaway's URL names."""
    return Path(url.partition("host=")[2].partition("&")[0].replace("%2F", "/"))
