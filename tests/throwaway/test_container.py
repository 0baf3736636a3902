"""Throwaways in containers, on a real engine, in an image made of Debian's packages."""

import json
import os
import signal
import time

import psycopg
import pytest

from engines import IMAGE, docker
from refdb.errors import MissingPartError, RefdbError
from refdb.throwaway import Source, Template, clones, open_throwaway
from refdb.throwaway.alive import this_process

pytestmark = pytest.mark.needs("local15", "testcontainers")


@pytest.fixture
def source(container_engine):
    """Throwaways from containers with the tests' own image."""
    return Source(provider="container", image=container_engine)


def run(url, statement):
    """Runs a statement and answers its rows, if it has any."""
    with psycopg.connect(url, autocommit=True) as conn:
        done = conn.execute(statement)
        return done.fetchall() if done.description else []


def containers():
    """Answers the names of the containers of this process's image."""
    shown = docker("ps", "--all", "--format", "{{.Names}}", "--filter", f"ancestor={IMAGE}")
    return shown.stdout.split()


def test_a_server_in_a_container(source):
    """It has the template, tells what it is, is set as a throwaway, and is gone afterwards."""
    template = Template("container", lambda url: run(url, "create table one (number integer)"))
    with open_throwaway(postgres=15, template=template, source=source) as opened:
        assert (opened.provider, opened.major) == ("container", 15)
        assert run(opened.url, "select count(*) from one") == [(0,)]
        assert run(opened.url, "select current_database(), current_setting('fsync')") == [
            ("refdb", "off")
        ]
        assert containers() == [opened.directory.name]
    assert containers() == []


def test_clones(source):
    """Clones are made in a container as well."""
    with open_throwaway(source=source) as opened, clones(opened) as fresh:
        first, second = fresh.take(), fresh.take()
        run(first, "create table one ()")
        assert run(second, "select to_regclass('one')") == [(None,)]


@pytest.mark.needs("pg_cron")
def test_extension(source):
    """An extension of the image is created."""
    with open_throwaway(source=source, extensions={"pg_cron"}) as opened:
        assert run(opened.url, "select 1 from pg_extension where extname = 'pg_cron'") == [(1,)]


def test_extension_that_the_image_has_not(source):
    """A missing extension is told with its package, and the container is removed."""
    with (
        pytest.raises(MissingPartError, match="has no pg_partman") as caught,
        open_throwaway(source=source, extensions={"pg_partman"}),
    ):
        pass
    assert "apt-get install postgresql-15-partman" in caught.value.hint
    assert containers() == []


def test_image_that_does_not_exist(source):
    """An image that cannot be had is an error that names it, and nothing is left."""
    wrong = Source(provider="container", image="refdb-no-such-image:1")
    with pytest.raises(RefdbError, match="refdb-no-such-image:1"), open_throwaway(source=wrong):
        pass
    assert containers() == []


def test_server_that_does_not_start(source):
    """What the server said when it could not start is in the error, and nothing is left."""
    with (
        pytest.raises(RefdbError, match="unrecognized configuration parameter"),
        open_throwaway(source=source, settings={"no_such_setting": "1"}),
    ):
        pass
    assert containers() == []


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.4, 0.8, 1.6, 3.2])
def test_killed(source, myself, until, seconds):
    """A command that is killed, at whatever moment, leaves no container."""
    script = """
import sys, time
from refdb.throwaway import Source, Template, open_throwaway
print("begins", flush=True)
template = Template("", lambda url: time.sleep(0.5))
with open_throwaway(source=Source("container", "", sys.argv[1]), template=template):
    time.sleep(60)
"""
    known = ("DOCKER_HOST", "TESTCONTAINERS_CONNECTION_MODE")
    environ = {name: os.environ[name] for name in known if name in os.environ}
    with myself.start(script, source.image, **environ) as process:
        assert process.stdout.readline() == "begins\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    time.sleep(1)
    assert until(lambda: containers() == [])


def test_left_behind_by_an_earlier_boot(source):
    """A container whose maker died with the machine's last boot is removed by the next command."""
    machine, _, *rest = this_process().split()
    owner = " ".join([machine, "another-boot", *rest])
    environ = ("--env", "POSTGRES_HOST_AUTH_METHOD=trust")
    made = docker("run", "--detach", "--label", f"refdb.owner={owner}", *environ, source.image)
    assert made.returncode == 0, made.stderr
    with open_throwaway(source=source) as opened:
        assert containers() == [opened.directory.name]


def test_published_on_this_machine_only(source):
    """The server's port can be reached from this machine, and from no other."""
    with open_throwaway(source=source) as opened:
        (shown,) = json.loads(docker("inspect", opened.directory.name).stdout)
        assert {one["HostIp"] for one in shown["NetworkSettings"]["Ports"]["5432/tcp"]} == {
            "127.0.0.1"
        }


def test_no_engine(myself):
    """Without an engine, the message says so and what to do."""
    script = """
from refdb.errors import MissingPartError
from refdb.throwaway import Source, open_throwaway
try:
    with open_throwaway(source=Source("container")):
        pass
except MissingPartError as error:
    print(error.message.split(":")[0], error.hint, sep="|")
"""
    assert myself.run(script, DOCKER_HOST="unix:///nowhere/docker.sock") == (
        "no container engine answers|Start one, or say where it is in DOCKER_HOST."
    )
