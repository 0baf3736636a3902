"""What --postgres may say, and what becomes of it."""

import pytest
import typer

from commands import refdb_itself as refdb
from refdb.cli.options import Asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("15", Asked(15)),
        ("local", Asked(None, "local")),
        ("container:17", Asked(17, "container")),
    ],
)
def test_a_version_a_provider_or_both(text, asked):
    """A version, a provider, or both are read."""
    assert Asked.read(text) == asked


@pytest.mark.parametrize("text", ["x9", "15:local", "local:", ":15x", ""])
def test_neither(text):
    """Anything else is refused with what may be written."""
    with pytest.raises(typer.BadParameter, match="local:15"):
        Asked.read(text)


def test_a_provider_that_does_not_exist(tmp_path):
    """A provider that refdb does not know is an error that names those that it knows."""
    refdb(tmp_path, "init")
    done = refdb(tmp_path, "throwaway", "--postgres", "lokal")
    assert done.code == 2
    assert "Did you mean local?" in done.err
