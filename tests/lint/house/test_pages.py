"""Each rule's page is right: its mistake is found, its repair is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lint_pages import pages_of, read_page
from refdb import db, throwaway
from refdb.lint.house import CHECKER, catalog
from refdb.lint.house.checker import NOT_CHECKED, of_file, of_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.db import Connection
    from refdb.lint.sources import Source

_OF_CATALOG = [*(one.rule.name for one in catalog.RULES), catalog.JOB_NAMES.name]
_NAMES = [one.name for one in CHECKER.rules if one != NOT_CHECKED]
_OF_TEXT = [one for one in _NAMES if one not in _OF_CATALOG]


@pytest.fixture(scope="module")
def conn() -> Iterator[Connection]:
    """Answers a connection to an empty throwaway with pg_cron's functions."""
    with throwaway.open_throwaway(postgres=15) as opened:
        throwaway.install_cron_stand_in(opened.url)
        with db.connect(opened.url) as opened_conn:
            yield opened_conn


@pytest.mark.parametrize("rule", _OF_TEXT)
def test_page_over_files(rule) -> None:
    """The page's mistake is a finding with a line and a hint; its repair is none."""
    page = read_page(rule)
    found = _found(rule, page.mistake)
    assert found
    assert all(one.line and one.hint and one.file for one in found)
    assert _found(rule, page.repair) == []
    assert f"allow: {rule} " in page.text or f'"{rule}:{found[0].object}"' in page.text


def _found(rule: str, sources: Sequence[Source]):
    everything = [*of_files(sources), *(each for one in sources for each in of_file(one))]
    return [one for one in everything if one.rule == rule]


@pytest.mark.needs("local15")
@pytest.mark.parametrize("rule", _OF_CATALOG)
def test_page_over_the_catalog(rule, conn) -> None:
    """The page's mistake is a finding in its file with its object's key; its repair is none."""
    page = read_page(rule)
    found = [one for one in _looked(conn, page.mistake) if one.rule == rule]
    assert found
    assert f'"{found[0].key}"' in page.text
    assert all(one.file for one in found)
    assert [one for one in _looked(conn, page.repair) if one.rule == rule] == []


def _looked(conn: Connection, sources: Sequence[Source]):
    with conn.transaction(force_rollback=True):
        for one in sources:
            db.run(conn, one.text)
        return catalog.look(conn, sources)


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    """Pages and rules are the same names."""
    assert pages_of("house") == {one.name for one in CHECKER.rules}
