"""What an open throwaway is, and what it says when it cannot be."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from refdb.errors import BadRequestError, RefdbError
from refdb.throwaway import Template, available, open_throwaway

MEGABYTES_NOBODY_HAS = 10**9

DESCRIBES = """
import json, sys
import psycopg
from refdb.throwaway import open_throwaway
with open_throwaway(postgres=int(sys.argv[1])) as opened:
    with psycopg.connect(opened.url) as conn:
        server = conn.execute(
            "select current_database(), current_user, current_setting('server_encoding'),"
            " current_setting('TimeZone'), current_setting('data_checksums'),"
            " current_setting('listen_addresses'), datcollate, datctype,"
            " current_setting('server_version_num')::integer / 10000,"
            " to_jsonb(d) ->> 'datlocprovider'"
            " from pg_database as d where datname = current_database()"
        ).fetchone()
    print(json.dumps(server))
"""


def answer(url: str, query: str) -> object:
    """Answers the first value of a query."""
    with psycopg.connect(url, autocommit=True) as conn:
        row = conn.execute(query).fetchone()
    return row[0] if row else None


def run(url: str, statement: str) -> None:
    """Runs a statement."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(statement)


@pytest.mark.needs("local15", "embedded16", "embedded18")
@pytest.mark.parametrize("major", [15, 16, 18])
def test_same_on_all_versions(person, major):
    """A throwaway has the same database, user, encoding, locale and time zone on every version."""
    libc = '"c"'
    assert person.run(DESCRIBES, major) == (
        f'["refdb", "postgres", "UTF8", "UTC", "off", "", "C.UTF-8", "C.UTF-8", {major}, {libc}]'
    )


def test_only_its_user_can_enter(person):
    """Nobody but the server's user can enter a throwaway's folder."""
    script = """
import stat
from refdb.throwaway import open_throwaway
with open_throwaway(postgres=18) as opened:
    print(stat.filemode(opened.directory.stat().st_mode))
"""
    assert person.run(script) == "drwx------"


@pytest.mark.needs("psql")
def test_url_in_psql_whatever_the_environment_says():
    """Psql comes in by the URL, also where PGPORT names another port."""
    with open_throwaway() as opened:
        done = subprocess.run(
            ["psql", opened.url, "-XAtc", "select current_database()"],
            env=os.environ | {"PGPORT": "1", "PGHOST": "nowhere", "PGDATABASE": "other"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.stdout, done.stderr) == ("refdb\n", "")


def test_url_in_yoyo(tmp_path):
    """Yoyo's own command line comes in by the URL with its driver's name in it."""
    with open_throwaway() as opened:
        url = opened.url.replace("postgresql://", "postgresql+psycopg://")
        yoyo = Path(sys.executable).with_name("yoyo")
        command = [yoyo, "list", "--batch", "--no-config-file", "--database", url, tmp_path]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        ledger = answer(opened.url, "select to_regclass('_yoyo_migration') is not null")
    assert (done.returncode, ledger) == (0, True), done.stderr


def test_two_at_once():
    """Two throwaways of one process are two servers, each with its own rows."""
    with open_throwaway() as one, open_throwaway() as other:
        run(one.url, "create table only_here as select 1 as a")
        assert answer(one.url, "select to_regclass('only_here') is not null") is True
        assert answer(other.url, "select to_regclass('only_here') is not null") is False


def test_many_threads():
    """Throwaways that threads open at the same time do not disturb each other."""

    def use(number: int) -> object:
        with open_throwaway() as opened:
            run(opened.url, f"create table numbers as select {number} as a")
            return answer(opened.url, "select sum(a) from numbers")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(use, range(8))) == list(range(8))


def test_settings_win():
    """The caller's settings win over refdb's own."""
    with open_throwaway(settings={"work_mem": "123MB", "autovacuum": "on"}) as opened:
        assert answer(opened.url, "show work_mem") == "123MB"
        assert answer(opened.url, "show autovacuum") == "on"


def test_bad_setting():
    """A setting that the server refuses is told with the server's own words."""
    with (
        pytest.raises(RefdbError, match='invalid value for parameter "shared_buffers": "much"'),
        open_throwaway(settings={"shared_buffers": "much"}),
    ):
        pytest.fail("it opened")


def test_bad_setting_name():
    """A name that no setting can have never reaches the server."""
    with (
        pytest.raises(BadRequestError, match="is not the name"),
        open_throwaway(settings={"work_mem; drop": "1"}),
    ):
        pytest.fail("it opened")


def test_no_room():
    """Where no folder has enough room, the message says how much is needed and what there is."""
    template = Template("huge", lambda url: None, megabytes=MEGABYTES_NOBODY_HAS)  # noqa: ARG005
    with (
        pytest.raises(RefdbError, match=r"not enough room for a server: 10\d+ MB .*/dev/shm has"),
        open_throwaway(template=template),
    ):
        pytest.fail("it opened")


@pytest.mark.needs("root")
def test_full_disk_while_unpacking(myself, small_disk):
    """Where one folder is too full for a server, the next one is taken."""
    disk = small_disk("64m", "1777")
    script = """
from refdb.throwaway import open_throwaway, places
from pathlib import Path
import sys
places.MEMORY = Path(sys.argv[1])
with open_throwaway(postgres=18) as opened:
    print(opened.directory)
"""
    assert not myself.run(script, disk).startswith(str(disk))


def test_all_that_are_here_start():
    """Every PostgreSQL that is found here starts."""
    with ExitStack() as stack:
        majors = [
            stack.enter_context(open_throwaway(postgres=one.major)).major for one in available()
        ]
    assert majors == [one.major for one in available()]
