"""Killed at any step of start, template build and clone, a command leaves nothing half."""

import pytest

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

STEPS = [
    ("templates", "", "make_folder", 1),
    ("templates", "", "run", 1),  # initdb
    ("templates", "", "run", 2),
    ("templates", "", "run", 3),
    ("templates", "", "run", 5),  # packing the empty server
    ("templates", "", "remove_folder", 1),
    ("archive", "", "_build", 1),  # the template of the tree is being written
    ("archive", "", "_build", 2),  # and that of the empty server
    ("archive", "os", "fsync", 1),
    ("server", "", "spawn", 1),
    ("templates", "Server", "wait_until_ready", 1),
    ("templates", "Server", "stop", 1),
    ("templates", "", "run", 6),  # packing the template of the tree
    ("templates", "Server", "close", 1),
    ("archive", "", "prune", 1),
    ("server", "", "spawn", 2),
    ("templates", "Server", "wait_until_ready", 2),
    ("clones", "_Maker", "make", 1),
    ("clones", "_Maker", "make", 2),
    ("clones", "_Maker", "drop", 1),
    ("clones", "_Maker", "drop", 3),
    ("templates", "Server", "close", 2),
]


@pytest.mark.needs("embedded18")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: "-".join(map(str, step[1:])).strip("-"))
def test_killed_at_a_step(myself, until, is_stopped, step, when):
    """No server is left by itself, the next run is right, and after it no file is left either."""
    module, owner, name, number = step
    home = myself.clients()
    place = home / "place"
    place.mkdir(mode=0o777)
    place.chmod(0o1777)
    environ = {"XDG_CACHE_HOME": str(home / "cache"), "PLACE": str(place)}
    with myself.start(SCRIPT, module, owner, name, when, number, **environ) as process:
        process.communicate(timeout=60)
    assert process.returncode == -9
    assert until(lambda: is_stopped(place))
    assert myself.run(SCRIPT, **environ) == "(1,)"
    left = sorted(path.suffix for path in (home / "cache").rglob("templates/*"))
    assert left == [".lock", ".lock", ".tar", ".tar"]
    assert until(lambda: leftovers(place) == [])


@pytest.mark.needs("embedded18")
def test_killed_where_signals_are_ignored(myself, until, is_stopped):
    """A server that is just starting ends although its command's signals are ignored, as in CI."""
    home = myself.clients()
    place = home / "place"
    place.mkdir(mode=0o777)
    place.chmod(0o1777)
    environ = {"XDG_CACHE_HOME": str(home / "cache"), "PLACE": str(place)}
    environ["IGNORED"] = "SIGTERM SIGQUIT SIGINT SIGHUP"
    with myself.start(SCRIPT, "server", "", "spawn", "after", 1, **environ) as process:
        process.communicate(timeout=60)
    assert until(lambda: is_stopped(place))


def leftovers(place):
    """Answers the folders of servers in a place, but for one that was just being made."""
    return [folder for folder in place.glob("refdb-*") if any(folder.iterdir())]
