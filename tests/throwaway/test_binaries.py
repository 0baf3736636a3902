"""What servers can be made from, and what is said of what is missing."""

import pytest

from refdb.errors import BadRequestError, MissingPartError
from refdb.throwaway import available, choose
from refdb.throwaway.binaries import missing_extensions


@pytest.mark.needs("local15", "embedded16", "embedded18")
def test_found_without_configuration():
    """The wheel's versions come first, newest first, then the installed ones."""
    found = [(one.provider, one.major) for one in available()]
    assert found[:2] == [("embedded", 18), ("embedded", 16)]
    assert ("local", 15) in found[2:]


@pytest.mark.needs("embedded18")
def test_best_without_a_wish():
    """Without a wish the newest embedded version is chosen."""
    assert (choose(None).provider, choose(None).major) == ("embedded", 18)


@pytest.mark.needs("local15")
def test_local_version():
    """A version that only the machine has is taken from there."""
    chosen = choose(15)
    assert (chosen.provider, chosen.major, chosen.version[:3]) == ("local", 15, "15.")


@pytest.mark.needs("pg_cron")
def test_extension_decides():
    """Asked for an extension, the PostgreSQL that has it is chosen."""
    assert choose(None, extensions={"pg_cron"}).major == 15


@pytest.mark.needs("embedded18")
def test_missing_extensions_by_name():
    """Extensions that are not installed are named in order, the others are not."""
    assert missing_extensions(choose(18), ["plpgsql", "pg_cron", "hypopg"]) == ["hypopg", "pg_cron"]


@pytest.mark.needs("embedded18")
def test_hint_for_an_extension():
    """A missing extension is told with the Debian packages that bring it."""
    with pytest.raises(MissingPartError, match=r"PostgreSQL 18.* has no pg_cron") as caught:
        choose(18, extensions={"pg_cron"})
    assert caught.value.hint == (
        "Install what has it: apt-get install postgresql-18 postgresql-18-cron"
    )


@pytest.mark.parametrize("major", [17, 99])
def test_hint_for_a_version(major):
    """A missing version is told with the Debian package that brings it."""
    with pytest.raises(MissingPartError, match=f"no PostgreSQL {major} here") as caught:
        choose(major)
    assert caught.value.hint == f"Install it: apt-get install postgresql-{major}"


def test_too_old():
    """A version that refdb does not know is a bad request, whatever is installed."""
    with pytest.raises(BadRequestError, match="PostgreSQL 14 is older"):
        choose(14)


def test_no_postgres_at_all(myself):
    """With neither wheel nor installed server, the message says how to get the wheel."""
    script = """
from refdb.errors import MissingPartError
from refdb.throwaway import binaries
binaries.EMBEDDED_PACKAGE, binaries.LOCAL_PATTERNS = "no_such_package", ()
try:
    binaries.choose(None)
except MissingPartError as error:
    print(error.message, error.hint, sep="|")
"""
    assert myself.run(script, PATH="/nowhere") == (
        "there is no PostgreSQL here to make a server from"
        '|Install one: pip install "refdb[embedded]"'
    )


def test_no_extension_has_this_name():
    """A name that no extension can have is refused before anything is looked for."""
    with pytest.raises(BadRequestError, match="is not the name of an extension"):
        choose(None, extensions={"../../etc/passwd"})
