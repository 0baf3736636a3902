"""Templates are built once, kept within bounds, and never half."""

import subprocess

import pytest

from refdb.throwaway import Template, clean_cache, open_throwaway

BUILDS_ONE = """
import sys, time
import psycopg
from refdb.throwaway import Template, open_throwaway
def build(url):
    time.sleep(1)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("create table built as select 42 as answer")
with open_throwaway(postgres=16, template=Template("shared", build)) as opened:
    with psycopg.connect(opened.url) as conn:
        print(opened.built, conn.execute("select answer from built").fetchone()[0])
"""

FAILS = """
import sys
from refdb.errors import RefdbError
from refdb.throwaway import open_throwaway
try:
    with open_throwaway(postgres=18):
        print("open")
except RefdbError as error:
    print(error.message, error.hint, sep="|")
"""


def test_one_builds_and_the_other_waits(person):
    """Of processes that want the same new template at once, one builds and all have it."""
    clients = [person.start(BUILDS_ONE) for _ in range(4)]
    said = []
    for client in clients:
        with client:
            output, complained = client.communicate()
            said.append(output.strip())
            assert complained == ""
    assert sorted(said) == ["False 42", "False 42", "False 42", "True 42"]


def test_template_depends_on_key_and_settings():
    """Another key or another setting is another template; the same ones are not built again."""
    keys = [("a", {}), ("b", {}), ("a", {"work_mem": "1MB"}), ("a", {}), ("a", {"work_mem": "1MB"})]
    built = []
    clean_cache()
    for key, settings in keys:
        template = Template(key, lambda url: None)  # noqa: ARG005
        with open_throwaway(template=template, settings=settings) as opened:
            built.append(opened.built)
    assert built == [True, True, True, False, False]


def test_failed_build_is_not_cached():
    """A build that raises comes out as it is, and the next one builds anew."""

    def fail(url: str) -> None:
        raise ValueError(url)

    with (
        pytest.raises(ValueError, match="postgresql://"),
        open_throwaway(template=Template("fails", fail)),
    ):
        pytest.fail("it opened")
    with open_throwaway(template=Template("fails", lambda url: None)) as opened:  # noqa: ARG005
        assert opened.built


def test_read_only_cache(ordinary):
    """A cache that cannot be written is one sentence that names it and what to set."""
    closed = ordinary.clients()
    closed.chmod(0o555)
    said = ordinary.run(FAILS, XDG_CACHE_HOME=str(closed))
    assert said == (
        f"the cache folder {closed}/refdb cannot be written: Permission denied"
        "|Set XDG_CACHE_HOME to a folder that you can write in."
    )


def test_read_only_cache_with_the_template(ordinary):
    """A cache that cannot be written serves what it has."""
    home = ordinary.clients()
    ordinary.run(FAILS, XDG_CACHE_HOME=str(home))
    subprocess.run(["chmod", "-R", "a-w", home], check=True)
    assert ordinary.run(FAILS, XDG_CACHE_HOME=str(home)) == "open"


@pytest.mark.needs("root")
def test_full_disk_while_building(myself, small_disk):
    """A disk that is full while a template is built is told, and the next build works."""
    disk = small_disk("12m", "755")
    said = myself.run(FAILS, XDG_CACHE_HOME=str(disk))
    assert said.startswith(f"the template could not be written in {disk}/refdb: tar failed")
    assert f"|Make room in {disk}/refdb" in said
    assert [one.suffix for one in (disk / "refdb/templates").iterdir()] == [".lock"]
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    assert myself.run(FAILS, XDG_CACHE_HOME=str(disk)) == "open"


def test_cache_is_bounded(person):
    """The cache keeps the templates that were used last, as many as its bound."""
    script = """
from refdb.throwaway import Template, archive, open_throwaway
archive.MOST_TEMPLATES = 3  # one of them is the empty server
def open_one(key):
    with open_throwaway(postgres=18, template=Template(key, lambda url: None)) as opened:
        return opened.built
print([open_one(key) for key in "abaca"], open_one("b"))
"""
    said = person.run(script, XDG_CACHE_HOME=str(person.clients()))
    assert said == "[True, True, False, True, False] True"


def test_clean_cache(person):
    """Cleaning removes every template, says how many, and disturbs no open throwaway."""
    script = """
import psycopg
from refdb.throwaway import clean_cache, open_throwaway
with open_throwaway(postgres=18) as opened:
    _, sizes = clean_cache()
    with psycopg.connect(opened.url) as conn:
        print(len(sizes), sum(sizes) > 10**6, conn.execute("select 1").fetchone()[0])
print(len(clean_cache()[1]))
"""
    assert person.run(script, XDG_CACHE_HOME=str(person.clients())) == "1 True 1\n0"
