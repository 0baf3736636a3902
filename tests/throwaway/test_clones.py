"""Fresh databases: each its own, the next ones made ahead, all of them gone at the end."""

import multiprocessing
from pathlib import Path

import psycopg
import pytest

from refdb.errors import BadRequestError, RefdbError
from refdb.throwaway import Template, clones, open_throwaway
from refdb.throwaway.pool import FRESHLY_OLD, MOST_OLD, Pool, Work
from servers import VERSIONS

TEMPLATE = Template("clones of a table", lambda url: run(url, "create table one (number integer)"))

KILL = "kill -QUIT $(head -n 1 postmaster.pid)"
# Without the one in which the maker's own session stays.
DATABASES = (
    "select datname from pg_database where datname not like 'template%' and datname !~ '_0$'"
    " order by 1"
)


def run(url, statement):
    """Runs a statement and answers its rows, if it has any."""
    with psycopg.connect(url, autocommit=True) as conn:
        done = conn.execute(statement)
        return done.fetchall() if done.description else []


def databases(opened):
    """Answers the names of a server's databases."""
    return [name for (name,) in run(opened.url, DATABASES)]


@pytest.fixture(params=VERSIONS)
def opened(request):
    """A throwaway with a table, of each version in turn."""
    with open_throwaway(postgres=request.param, template=TEMPLATE) as one:
        yield one


def test_each_clone_is_fresh(opened):
    """What is written into one clone is in no other one, and not in the original."""
    with clones(opened) as fresh:
        first = fresh.take()
        run(first, "insert into one values (1)")
        second = fresh.take()
        assert [run(url, "select * from one") for url in (first, second)] == [[(1,)], []]
    assert run(opened.url, "select * from one") == []


def test_made_ahead(opened, until):
    """So many clones as were asked for are made before anybody wants one, and no more."""
    with clones(opened, ahead=3) as fresh:
        assert until(lambda: fresh.alive == 3)
        fresh.take()
        assert until(lambda: fresh.alive == 4)


def test_nothing_is_left(opened):
    """At the end all are dropped: made ahead, taken, given back, with somebody in, the maker's."""
    with clones(opened, ahead=2) as fresh:
        fresh.give_back(fresh.take())
        inside = psycopg.connect(fresh.take())
    inside.close()
    assert databases(opened) == ["refdb"]
    assert run(opened.url, "select 1 from pg_database where datname ~ '_0$'") == []


def test_given_back_with_somebody_in_it(opened, until):
    """A clone that is given back is dropped also while somebody is connected to it."""
    with clones(opened, ahead=0) as fresh:
        url = fresh.take()
        with psycopg.connect(url) as conn:
            fresh.give_back(url)
            assert until(lambda: fresh.alive == 0)
            assert until(lambda: databases(opened) == ["refdb"])
            conn.close()


@pytest.mark.needs("embedded18")
def test_somebody_in_the_original():
    """While somebody is in the original, taking a clone says so; afterwards it works."""
    with (
        open_throwaway(postgres=18, template=TEMPLATE) as opened,
        clones(opened, ahead=0) as fresh,
    ):
        with (
            psycopg.connect(opened.url),
            pytest.raises(RefdbError, match="refdb cannot be cloned while somebody is connected"),
        ):
            fresh.take()
        assert run(fresh.take(), "select * from one") == []


@pytest.mark.needs("embedded18")
def test_given_back_once():
    """Giving back what was not taken, or twice, is a bad request."""
    with (
        open_throwaway(postgres=18, template=TEMPLATE) as opened,
        clones(opened, ahead=0) as fresh,
    ):
        with pytest.raises(BadRequestError, match="no clone that was taken here"):
            fresh.give_back(opened.url)
        url = fresh.take()
        fresh.give_back(url)
        with pytest.raises(BadRequestError, match="no clone that was taken here"):
            fresh.give_back(url)


@pytest.mark.needs("embedded18")
def test_server_that_has_gone():
    """A server that has died is told to who wants a clone, and the end waits for nothing."""
    with (
        open_throwaway(postgres=18, template=TEMPLATE) as opened,
        clones(opened, ahead=0) as fresh,
    ):
        url = fresh.take()
        with pytest.raises(psycopg.OperationalError):
            run(url, f"copy (select 1) to program '{KILL}'; select pg_sleep(60)")
        with pytest.raises(RefdbError, match="cannot connect"):
            fresh.take()


@pytest.mark.needs("embedded18")
def test_child_made_by_fork():
    """A child made by fork is told that the clones are not its own."""
    with (
        open_throwaway(postgres=18, template=TEMPLATE) as opened,
        clones(opened, ahead=0) as fresh,
    ):
        fresh.take()
        context = multiprocessing.get_context("fork")
        said = context.Queue()
        child = context.Process(target=take_in_child, args=(fresh, said))
        child.start()
        assert "forked" in said.get(timeout=20)
        child.join()


def take_in_child(fresh, said):
    """Tells what happens when a clone is taken."""
    try:
        said.put(fresh.take())
    except RefdbError as error:
        said.put(error.message)


@pytest.mark.needs("embedded18")
def test_five_hundred_clones(myself):
    """Of 500 tests in one run, four at a time, none sees another's rows; every other one writes."""
    script = """
from concurrent.futures import ThreadPoolExecutor
import psycopg
from refdb.throwaway import Template, archive, clones, open_throwaway
def build(url):
    with psycopg.connect(url) as conn:
        conn.execute("create table one (number integer)")
def visit(number):
    url = fresh.take()
    with psycopg.connect(url, autocommit=True) as conn:
        if number % 2:
            conn.execute("insert into one values (%s)", [number])
        rows = conn.execute("select number from one").fetchall()
    alive = fresh.alive
    fresh.give_back(url)
    return rows == [(number,)] * (number % 2), alive
with open_throwaway(postgres=18, template=Template("500", build)) as opened:
    with clones(opened, ahead=2) as fresh, ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(visit, range(500)))
    with psycopg.connect(opened.url) as conn:
        left = conn.execute("select count(*) from pg_database").fetchone()[0]
print(all(alone for alone, _ in seen), max(alive for _, alive in seen) <= 14, left)
print(opened.directory)
"""
    said, directory = myself.run(script).splitlines()
    assert said == "True True 3"
    assert not Path(directory).exists()


@pytest.mark.parametrize(
    ("pool", "work"),
    [
        (Pool(2), Work.MAKE),
        (Pool(2, ready=["a", "b"]), Work.WAIT),
        (Pool(2, ready=["a"], old=["b"]), Work.MAKE),
        (Pool(2, ready=["a", "b"], old=["c"]), Work.WAIT),
        (Pool(2, ready=["a", "b"], old=["c"] * (FRESHLY_OLD + 1)), Work.DROP),
        (Pool(2, old=["a"] * MOST_OLD), Work.DROP),
        (Pool(0, waiting=1), Work.MAKE),
        (Pool(2, failed=True), Work.WAIT),
        (Pool(2, failed=True, waiting=1), Work.MAKE),
        (Pool(2, closing=True, old=["a"]), Work.DROP),
        (Pool(2, closing=True), Work.END),
        (Pool(2, making=2), Work.WAIT),
        (Pool(2, ready=["a"], read=["b"]), Work.LOOK),
    ],
)
def test_what_is_done_next(pool, work):
    """Who waits goes first, unless old clones have gathered; at the end all are dropped."""
    assert pool.next_work() is work


def test_dropped_when_idle():
    """When nothing has happened for a while, the last ones that were given back are dropped."""
    assert Pool(0, old=["a"]).next_work(idle=True) is Work.DROP
