"""refdb.toml, the environment, and which target a command works on."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb import config
from refdb.errors import BadRequestError

_FILE = """\
[refdb]
tree = "schema"
postgres = 16

[apply]
lock_timeout = "2s"
lock_wait = "1min"

[targets]
staging = "postgresql://refdb@staging/crm"
"""


@pytest.fixture
def loaded(tmp_path):
    """Answers a function that loads a refdb.toml with this text and environment."""

    def load(text=_FILE, **environ):
        (tmp_path / "refdb.toml").write_text(text, encoding="utf-8")
        return config.load(tmp_path / "refdb.toml", environ)

    return load


def test_file_is_read(loaded, tmp_path) -> None:
    """Every key of the file is a value of the configuration."""
    read = loaded()
    assert read.tree_folder == tmp_path / "schema"
    assert (read.postgres, read.lock_timeout, read.lock_wait) == (16, "2s", 60.0)


def test_nearest_file_above_is_found(tmp_path, monkeypatch) -> None:
    """In a folder below the project's, its refdb.toml is the one that counts."""
    (tmp_path / "refdb.toml").write_text("", encoding="utf-8")
    below = tmp_path / "a/b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert config.load(environ={}).root == tmp_path


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("[refdb]\ntre = 1", "unknown key tre", 2),
        ("[target]\n", "unknown key target", 1),
        ("[apply]\nlock_timeout = 'soon'", "is no duration", None),
        ("[refdb]\npostgres = 'new'", "postgres has a value of the wrong kind", 2),
        ("[targets]\ndev = 'x'", "own name", 2),
        ("targets = 1", "targets must be a table", 1),
        ("[refdb", "is not TOML", None),
    ],
)
def test_wrong_file_is_told(loaded, text, message, line) -> None:
    """Each way to break refdb.toml has its message, with the line where it can be known."""
    with pytest.raises(BadRequestError, match=message) as caught:
        loaded(text)
    assert caught.value.hint
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("given_target", "environ", "name", "url"),
    [
        ("postgresql://x/y", {}, "--target", "postgresql://x/y"),
        ("staging", {}, "staging", "postgresql://refdb@staging/crm"),
        (None, {"REFDB_TARGET": "staging", "DATABASE_URL": "z=1"}, "staging", None),
        (None, {"DATABASE_URL": "dbname=z"}, "DATABASE_URL", "dbname=z"),
        (None, {"PGHOST": "h"}, "libpq's variables", ""),
        (None, {}, "staging", "postgresql://refdb@staging/crm"),
    ],
)
def test_target_is_looked_for_in_order(loaded, given_target, environ, name, url) -> None:
    """Option, REFDB_TARGET, DATABASE_URL, libpq, refdb.toml: the first one counts."""
    target = config.resolve_target(loaded(**environ), given_target, interactive=True)
    assert target.name == name
    assert url is None or target.url == url


def test_development_database_only_at_a_terminal_or_when_asked() -> None:
    """Without a target a script is refused, a person gets the development database."""
    empty = config.Config(root=Path())
    assert config.resolve_target(empty, None, interactive=True).development
    assert config.resolve_target(empty, "dev", interactive=False).development
    with pytest.raises(BadRequestError, match="no target") as caught:
        config.resolve_target(empty, None, interactive=False)
    assert "DATABASE_URL" in caught.value.hint


def test_unknown_target_is_told_with_the_nearest(loaded) -> None:
    """A misspelt target is no URL and no libpq string."""
    with pytest.raises(BadRequestError, match="there is no target stagign") as caught:
        config.resolve_target(loaded(), "stagign", interactive=True)
    assert "staging" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "value"),
    [("500", 500), ("10k", 10_000), ("1M", 1_000_000), ("1.5m", 1_500_000), ("1B", 10**9)],
)
def test_count_reads_what_people_write(text, value) -> None:
    """Thousands, millions and thousand millions have their letters."""
    assert config.count(text, "--sample") == value


@given(st.text(max_size=8))
def test_count_is_a_number_or_a_clear_error(text) -> None:
    """Any other text is refused as a wrong request, never a crash or a zero."""
    with suppress(BadRequestError):
        assert config.count(text, "--sample") >= 1


def test_throwaways_are_configured(tmp_path) -> None:
    """[throwaway] says where throwaways come from, and the environment wins over its server."""
    (tmp_path / "refdb.toml").write_text(
        '[throwaway]\nprovider = "server"\nserver = "postgresql://a/b"\nimage = "postgres:17"\n'
    )
    found = config.load(tmp_path / "refdb.toml", {})
    assert (found.provider, found.server, found.image) == (
        "server",
        "postgresql://a/b",
        "postgres:17",
    )
    variables = {"REFDB_THROWAWAY_SERVER": "postgresql://c/d"}
    assert config.load(tmp_path / "refdb.toml", variables).server == "postgresql://c/d"
