"""Killed at any step of start, template build and clone, a command leaves nothing half."""

import shutil
import tempfile
from pathlib import Path

import pytest

from refdb.throwaway.places import MEMORY

# Runs what a command does from nothing, and dies where it is told: before or after the nth call of
# a function.
SCRIPT = """
import importlib, os, signal, sys
import psycopg
from refdb.throwaway import Template, clones, open_throwaway, places
from pathlib import Path
places.MEMORY = Path(os.environ["PLACE"])
for name in os.environ.get("IGNORED", "").split():
    signal.signal(signal.Signals[name], signal.SIG_IGN)

def deadly(function, when, number):
    calls = iter(range(1, 1000))
    def instead(*args, **named):
        due = next(calls) == number
        if due and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = function(*args, **named)
        if due:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    return instead

def build(url):
    with psycopg.connect(url) as conn:
        conn.execute("create table one as select 1 as number")

if sys.argv[1:]:
    module, owner, name, when, number = sys.argv[1:]
    holder = importlib.import_module(f"refdb.throwaway.{module}")
    holder = getattr(holder, owner) if owner else holder
    setattr(holder, name, deadly(getattr(holder, name), when, int(number)))
with open_throwaway(postgres=18, template=Template("kills", build)) as opened:
    with clones(opened, ahead=1) as fresh:
        url = fresh.take()
        with psycopg.connect(url) as conn:
            print(conn.execute("select number from one").fetchone())
        fresh.give_back(url)
        fresh.take()
"""

# What of the cache is there when the command begins, and where it dies. With what was built before,
# it is at the step at once.
NOTHING, BASE, BUILT = 0, 1, 2
STEPS = [
    (NOTHING, "templates", "", "make_folder", 1),
    (NOTHING, "templates", "", "run", 1),  # initdb
    (NOTHING, "templates", "", "run", 2),
    (NOTHING, "templates", "", "run", 3),
    (NOTHING, "templates", "", "run", 5),  # packing the empty server
    (NOTHING, "templates", "", "remove_folder", 1),
    (NOTHING, "archive", "", "_build", 2),  # the template of the empty server is being written
    (NOTHING, "archive", "os", "fsync", 1),
    (NOTHING, "archive", "", "prune", 1),
    (BASE, "archive", "", "_build", 1),  # and that of the tree
    (BASE, "server", "", "spawn", 1),
    (BASE, "templates", "Server", "wait_until_ready", 1),
    (BASE, "templates", "Server", "stop", 1),
    (BASE, "templates", "", "run", 1),  # packing the template of the tree
    (BASE, "templates", "Server", "close", 1),
    (BUILT, "server", "", "spawn", 1),
    (BUILT, "templates", "Server", "wait_until_ready", 1),
    (BUILT, "maker", "Maker", "make", 1),
    (BUILT, "maker", "Maker", "make_home", 1),
    (BUILT, "maker", "Maker", "make", 2),
    (BUILT, "watcher", "Watcher", "verdict", 1),
    (BUILT, "maker", "Maker", "drop", 1),
    (BUILT, "maker", "Maker", "drop", 3),
    (BUILT, "templates", "Server", "close", 1),
]


@pytest.fixture(scope="module")
def made(myself):
    """The cache's files: the template of the empty server, and that of the tree."""
    home = myself.clients()
    files = []
    for script in ("from refdb.throwaway import *\nwith open_throwaway(postgres=18): pass", SCRIPT):
        myself.run(script, XDG_CACHE_HOME=str(home), PLACE=str(home))
        files += [one for one in home.rglob("*.tar") if one not in files]
    return files


@pytest.fixture
def place():
    """A folder for servers, in memory where there is room: each is unpacked and removed."""
    folder = MEMORY if MEMORY.is_dir() else None
    path = Path(tempfile.mkdtemp(prefix="kills-", dir=folder))
    path.chmod(0o1777)
    yield path
    shutil.rmtree(path)


@pytest.mark.needs("embedded18")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: "-".join(map(str, step)))
def test_killed_at_a_step(  # noqa: PLR0913, PLR0917 - fixtures
    myself, until, is_stopped, made, place, step, when
):
    """No server is left by itself, the next run is right, and after it no file is left either."""
    cached, module, owner, name, number = step
    cache = cache_with(myself.clients(), made[:cached])
    environ = {"XDG_CACHE_HOME": str(cache), "PLACE": str(place)}
    with myself.start(SCRIPT, module, owner, name, when, number, **environ) as process:
        process.communicate(timeout=60)
    assert process.returncode == -9
    assert until(lambda: is_stopped(place))
    assert myself.run(SCRIPT, **environ) == "(1,)"
    left = {path.suffix for path in cache.rglob("templates/*")}
    assert left <= {".lock", ".tar"}
    assert sorted(path.name for path in cache.rglob("*.tar")) == sorted(one.name for one in made)
    assert until(lambda: leftovers(place) == [])


@pytest.mark.needs("embedded18")
def test_killed_where_signals_are_ignored(myself, until, is_stopped, made, place):
    """A server that is just starting ends although its command's signals are ignored, as in CI."""
    cache = cache_with(myself.clients(), made[:BASE])
    environ = {"XDG_CACHE_HOME": str(cache), "PLACE": str(place)}
    environ["IGNORED"] = "SIGTERM SIGQUIT SIGINT SIGHUP"
    with myself.start(SCRIPT, "server", "", "spawn", "after", 1, **environ) as process:
        process.communicate(timeout=60)
    assert until(lambda: is_stopped(place))


def cache_with(home, files):
    """Answers a cache folder that has these templates."""
    folder = home / "cache/refdb/templates"
    folder.mkdir(parents=True)
    for one in files:
        (folder / one.name).hardlink_to(one)
    return home / "cache"


def leftovers(place):
    """Answers the folders of servers in a place, but for one that was just being made."""
    return [folder for folder in place.glob("refdb-*") if any(folder.iterdir())]
