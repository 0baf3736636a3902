"""What refdb writes into: the files of its own throwaways, and nothing else, whoever asks."""

import os
from pathlib import Path

import psycopg
import pytest

from refdb import db
from refdb.errors import RefusedError
from refdb.statistics import Source, StatisticsSet, planning_copy
from refdb.statistics.hold import held
from refdb.throwaway import open_development, open_throwaway

_NOTHING = StatisticsSet(Source(180000))
_NAME = "refdb_plan_0123456789ab"


@pytest.fixture(scope="module")
def opened():
    """A throwaway."""
    with open_throwaway() as throwaway:
        yield throwaway


@pytest.fixture
def quiet(opened):
    """A connection beside the throwaway's own database."""
    with db.connect(opened.url.replace("/refdb?", "/template1?")) as conn:
        yield conn


@pytest.fixture
def files(opened, quiet):
    """The files of a database with the name of a planning copy, and their folder."""
    quiet.execute(f"create database {_NAME} strategy file_copy")
    number = quiet.execute("select oid from pg_database where datname = %s", [_NAME]).fetchone()[0]
    with held(quiet, opened.data) as hold:
        yield hold.files_of(quiet, _NAME), opened.data / "base" / str(number)
    quiet.execute(f"drop database {_NAME}")


def _databases(url):
    with psycopg.connect(url) as conn:
        return conn.execute("select datname from pg_database order by 1").fetchall()


def _refused(url, data):
    before = _databases(url)
    with (
        pytest.raises(RefusedError, match="its own throwaways only") as caught,
        planning_copy(url, data, _NOTHING),
    ):
        pass
    assert _databases(url) == before
    return caught.value.message


def test_the_development_database_is_refused(tmp_path) -> None:
    """It is refdb's own server, and not a throwaway: somebody's rows are in it."""
    with open_development(tmp_path) as opened:
        _refused(opened.url, opened.data)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("autovacuum", "on"),
        ("wal_level", "replica"),
    ],
)
def test_a_server_that_keeps_data_safe_is_refused(setting, value) -> None:
    """A setting that no throwaway has is enough, whatever the folder is called."""
    with open_throwaway(settings={setting: value}) as opened:
        assert f"its {setting} is '{value}'" in _refused(opened.url, opened.data)


def test_nobody_gives_a_server_another_name() -> None:
    """The name by which a throwaway is known comes after the caller's settings."""
    with (
        open_throwaway(settings={"cluster_name": "mine"}) as opened,
        planning_copy(opened.url, opened.data, _NOTHING),
    ):
        pass


def test_other_files_than_the_servers_are_refused(opened) -> None:
    """The data directory of another throwaway is not this one's."""
    with open_throwaway() as other:
        assert "its data is in" in _refused(opened.url, other.data)


def test_a_link_to_the_files_is_refused(opened, tmp_path) -> None:
    """A path that leads to the right files by a link is another path."""
    link = tmp_path / "refdb-01234567"
    link.symlink_to(opened.directory)
    assert "cannot be opened" in _refused(opened.url, link / "data")


def test_files_that_only_look_alike_are_refused(opened, tmp_path) -> None:
    """A folder of the same name and shape elsewhere is not where the server works."""
    data = tmp_path / opened.directory.name / "data"
    data.mkdir(parents=True, mode=0o700)
    _refused(opened.url, data)


@pytest.mark.needs("root")
def test_a_folder_of_root_is_refused(opened, monkeypatch) -> None:
    """A folder that is open to others is not the server's alone."""
    opened.directory.chmod(0o755)
    try:
        assert "only the server's user can enter" in _refused(opened.url, opened.data)
    finally:
        opened.directory.chmod(0o700)


def test_a_throwaway_that_nobody_lives_for_is_refused(opened, monkeypatch) -> None:
    """Without its lock a folder is a leftover, which the next command removes."""
    log, aside = opened.directory / "log", opened.directory / "aside"
    log.rename(aside)
    log.touch()
    try:
        assert "no command lives for it" in _refused(opened.url, opened.data)
    finally:
        aside.rename(log)


@pytest.mark.parametrize("name", ["refdb", "template1", "postgres", "refdb_plan_", "../base/1"])
def test_only_planning_copies_have_files(opened, quiet, name) -> None:
    """The throwaway's own database is nobody's to write into, nor is any other."""
    with held(quiet, opened.data) as hold, pytest.raises(RefusedError, match="no planning copy"):
        hold.files_of(quiet, name)


@pytest.mark.parametrize("make", [os.symlink, os.link])
def test_no_link_is_followed(files, tmp_path, make) -> None:
    """What somebody put in the place of a file is not written through."""
    copy, folder = files
    target = folder.parent / "target"
    target.write_bytes(b"precious")
    make(target, folder / "999999")
    with pytest.raises((RefusedError, OSError)):
        copy.write("999999", b"spoiled", 10, whole=True)
    assert target.read_bytes() == b"precious"
    (folder / "999999").unlink()
    target.unlink()


@pytest.mark.parametrize("name", ["../1/112", "/etc/passwd", "sub/file"])
def test_no_name_leads_out_of_the_folder(files, name) -> None:
    """A file's name is a name and no path."""
    copy, _ = files
    with pytest.raises(RefusedError, match="no name of a file"):
        copy.write(name, b"", 0, whole=False)


def test_a_new_file_belongs_to_the_server(files) -> None:
    """A file that root makes is the server's, which could not open it otherwise."""
    copy, folder = files
    copy.write("999998", b"x", 100, whole=False)
    made = Path(folder / "999998").stat()
    assert (made.st_uid, made.st_size) == (folder.stat().st_uid, 100)
    (folder / "999998").unlink()
