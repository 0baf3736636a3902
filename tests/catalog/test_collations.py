"""Collations of ICU, which not every server is built with."""

from __future__ import annotations

import psycopg
import pytest

from refdb import catalog, db
from refdb.diff import diff

_CHANGES = {
    "create collation c (provider = icu, locale = 'und', deterministic = false)": [
        "collation public.c: locale: none → und",
        "collation public.c: now nondeterministic",
        "collation public.c: provider: libc → icu",
    ],
    "create collation c (provider = icu, locale = 'de')": [
        "collation public.c: locale: none → de",
        "collation public.c: provider: libc → icu",
    ],
}


@pytest.mark.parametrize("text", _CHANGES)
def test_what_icu_has_is_seen(each_database, text) -> None:
    """Provider, locale and that equal is not the same are changes of their own."""
    with db.connect(each_database) as conn:
        conn.execute("create collation c (provider = libc, locale = 'C')")
        before = catalog.snapshot(conn)
        conn.execute("drop collation c")
        try:
            conn.execute(text)
        except psycopg.errors.FeatureNotSupported:
            return  # a server without ICU: there is no such thing
        lines = [one.line() for one in diff(before, catalog.snapshot(conn))]
    assert [line for line in lines if "lc " not in line] == _CHANGES[text]
