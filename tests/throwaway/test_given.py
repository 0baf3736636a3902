"""Throwaways as databases of a server that is not refdb's own: only they are touched there."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from refdb.errors import MissingPartError, RefusedError
from refdb.throwaway import Source, Template, clean_cache, clones, open_throwaway
from refdb.throwaway.given_templates import MOST, PREFIX
from refdb.throwaway.names import MARKER, lock_of
from refdb.throwaway.urls import database_of, url_of

TEMPLATE = Template("given", lambda url: run(url, "create table one (number integer)"))

SOMEBODY_ELSES = {"crm", "refdb_throwaway_0_0123456789ab", "refdb_throwaway"}


def run(url, statement):
    """Runs a statement and answers its rows, if it has any."""
    with psycopg.connect(url, autocommit=True) as conn:
        done = conn.execute(statement)
        return done.fetchall() if done.description else []


@pytest.fixture(scope="module", params=[15, 18])
def owner(request, server):
    """Somebody else's server, as its superuser sees it."""
    with open_throwaway(postgres=request.param) as opened:
        run(opened.url, "create role ci login createdb")
        run(opened.url, "create role guest login")
        for name in SOMEBODY_ELSES:
            run(opened.url, f'create database "{name}"')
        yield opened.url


@pytest.fixture
def source(owner):
    """Throwaways on that server, made by a role that may create databases and nothing else."""
    one = Source(provider="server", server=owner.replace("postgres@", "ci@"))
    yield one
    assert throwaways(owner) == []
    clean_cache(one)
    assert databases(owner) == {"refdb", *SOMEBODY_ELSES}


def databases(url):
    """Answers the names of a server's databases."""
    rows = run(url, "select datname from pg_database where datname not like 'template%'")
    return {name for (name,) in rows}


def throwaways(url):
    """Answers the databases that refdb has made there, but for templates, which stay."""
    made = databases(url) - {"refdb", *SOMEBODY_ELSES}
    return [name for name in made if not name.startswith(PREFIX)]


def test_a_database_of_its_own(source, owner):
    """It has the template and its settings, is marked, and is gone afterwards."""
    settings = {"timezone": "Asia/Tokyo"}
    with open_throwaway(template=TEMPLATE, settings=settings, source=source) as opened:
        name = database_of(opened.url)
        assert (opened.provider, opened.built) == ("server", True)
        assert run(opened.url, "select count(*) from one") == [(0,)]
        assert run(opened.url, "show timezone") == [("Asia/Tokyo",)]
        marked = "select shobj_description(oid, 'pg_database') from pg_database where datname = "
        assert run(owner, f"{marked} '{name}'") == [(MARKER,)]


def test_clones_are_databases_there(source, owner):
    """Clones are made there, fresh, marked, and dropped."""
    with (
        open_throwaway(template=TEMPLATE, source=source) as opened,
        clones(opened, ahead=1) as fresh,
    ):
        first, second = fresh.take(), fresh.take()
        run(first, "insert into one values (1)")
        assert run(second, "select * from one") == []
        name = database_of(first)
        marked = "select shobj_description(oid, 'pg_database') from pg_database where datname = "
        assert run(owner, f"{marked} '{name}'") == [(MARKER,)]


def test_built_once(source):
    """A template is built once, stays for the next one, and at most a few of them do."""
    built = []
    for key in [*map(str, range(MOST + 1)), str(MOST), "0"]:
        template = Template(key, lambda url: run(url, "create table one ()"))
        with open_throwaway(template=template, source=source) as opened:
            built.append(opened.built)
            assert run(opened.url, "select count(*) from one") == [(0,)]
            there = [name for name in databases(opened.url) if name.startswith(PREFIX)]
            assert len(there) <= MOST
    assert built == [True] * (MOST + 1) + [False, True]


def test_two_at_once_build_one(source):
    """Of two that want a template at once, one builds it and the other waits for that."""
    begun = []

    def build(url):
        begun.append(url)
        run(url, "create table one (); select pg_sleep(0.2)")

    def use(_):
        with open_throwaway(template=Template("both", build), source=source) as opened:
            return run(opened.url, "select count(*) from one")

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(use, range(2))) == [[(0,)], [(0,)]]
    assert len(begun) == 1


def test_killed_while_it_builds(source, owner, myself):
    """What a builder that was killed has left of a template is not taken for a whole one."""
    script = """
import os, signal, sys
from refdb.throwaway import Source, Template, open_throwaway
def build(url):
    os.kill(os.getpid(), signal.SIGKILL)
source = Source(provider="server", server=sys.argv[1])
with open_throwaway(template=Template("killed", build), source=source):
    pass
"""
    with myself.start(script, source.server) as process:
        process.communicate(timeout=60)
    assert len([name for name in databases(owner) if name.startswith(PREFIX)]) == 1
    template = Template("killed", lambda url: run(url, "create table one ()"))
    with open_throwaway(template=template, source=source) as opened:
        assert (opened.built, run(opened.url, "select count(*) from one")) == (True, [(0,)])


def test_failed_template(source):
    """A template that cannot be built leaves no database."""

    def fail(url):
        raise ValueError(url)

    template = Template("fails", fail)
    with (
        pytest.raises(ValueError, match="refdb_template_"),
        open_throwaway(template=template, source=source),
    ):
        pass


def test_role_that_may_not(owner):
    """A role that may not create databases is refused, with what to grant."""
    source = Source(provider="server", server=owner.replace("postgres@", "guest@"))
    with (
        pytest.raises(RefusedError, match="the role guest may not create databases") as caught,
        open_throwaway(source=source),
    ):
        pass
    assert caught.value.hint == "Let a superuser grant it: alter role guest createdb;"


def test_another_version(source):
    """A version that the server is not is told with the server's own."""
    with (
        pytest.raises(MissingPartError, match=r"is PostgreSQL 1[58].*, and 17 is wanted"),
        open_throwaway(postgres=17, source=source),
    ):
        pass


def test_extension_that_it_has_not(source):
    """An extension that the server has not is told with the package that brings it."""
    with (
        pytest.raises(MissingPartError, match="has no pg_partman") as caught,
        open_throwaway(extensions={"pg_partman"}, source=source),
    ):
        pass
    assert "-partman" in caught.value.hint


@pytest.mark.needs("local15")
def test_the_server_has_the_extension():
    """Asked for what neither wheel nor machine has, the server that is named is taken."""
    with open_throwaway(postgres=15) as other:
        source = Source(server=other.url)
        with (
            pytest.raises(MissingPartError, match="no PostgreSQL 17"),
            open_throwaway(postgres=17, source=source),
        ):
            pass
        with open_throwaway(postgres=15, source=source) as opened:
            assert opened.provider == "local"


def test_connection_string_with_a_service_style(source, owner):
    """A libpq connection string names the server as well as a URL does."""
    parts = conninfo_to_dict(source.server)
    text = f"host={parts['host']} port=5432 user=ci dbname=refdb"
    with open_throwaway(source=Source(provider="server", server=text)) as opened:
        assert run(opened.url, "select current_user::text") == [("ci",)]


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6])
def test_killed(source, owner, myself, until, seconds):
    """A command that is killed, at whatever moment, leaves no database: its keeper drops it."""
    script = """
import sys, time
from refdb import db
from refdb.throwaway import Source, Template, clones, given, open_throwaway
print("begins", flush=True)
template = Template("", lambda url: time.sleep(0.1))
with open_throwaway(source=Source("server", sys.argv[1]), template=template) as opened:
    with clones(opened, ahead=3) as fresh:
        fresh.take()
        print("has a clone", flush=True)
        time.sleep(60)
"""
    with myself.start(script, source.server) as process:
        assert process.stdout.readline() == "begins\n"
        time.sleep(seconds)
        if seconds > 1:
            assert process.stdout.readline() == "has a clone\n"
            assert len(databases(owner)) > len(SOMEBODY_ELSES) + 2
        process.send_signal(signal.SIGKILL)
        process.communicate()
    time.sleep(0.5)
    assert until(lambda: throwaways(owner) == [])


def test_left_behind(source, owner):
    """What is left where the keeper died too is dropped by the next command."""
    (oid,) = run(owner, "select oid::bigint from pg_database where datname = 'refdb'")[0]
    marked, unmarked = (f"refdb_throwaway_{oid}_{one}123456789ab" for one in "01")
    as_ci = source.server
    run(as_ci, f"create database {marked}")
    run(as_ci, f"comment on database {marked} is '{MARKER}'")
    run(as_ci, f"create database {unmarked} connection limit 0")
    with open_throwaway(source=source) as opened:
        assert databases(owner) == {"refdb", *SOMEBODY_ELSES, database_of(opened.url)}


def test_somebody_lives_for_it(source, owner):
    """A database whose lock another session holds is left alone, and so is one without a mark."""
    (oid,) = run(owner, "select oid::bigint from pg_database where datname = 'refdb'")[0]
    held, foreign = (f"refdb_throwaway_{oid}_{one}123456789ab" for one in "23")
    run(source.server, f"create database {held} connection limit 0")
    run(source.server, f"create database {foreign}")
    with psycopg.connect(source.server, autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(%s)", [lock_of(held)])
        with open_throwaway(source=source):
            assert {held, foreign} <= databases(owner)
    for name in (held, foreign):
        run(source.server, f"drop database {name}")


def test_two_at_a_time(source):
    """Two throwaways on one server, also of one process, do not take each other for left behind."""
    with open_throwaway(source=source) as one, open_throwaway(source=source) as other:
        assert [run(opened.url, "select 1") for opened in (one, other)] == [[(1,)], [(1,)]]


def test_urls_of_one_server():
    """Another database's URL differs in its path only, however the server was named."""
    url = "postgresql://ci:a%40b@db.example:5433/postgres?sslmode=require"
    assert url_of(url, "x y") == "postgresql://ci:a%40b@db.example:5433/x%20y?sslmode=require"
    assert database_of(url_of(url, "x y")) == "x y"
