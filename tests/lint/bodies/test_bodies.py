"""What is wrong inside functions is found, at its line, with plpgsql_check and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lint_pages import pages_of, read_page
from refdb import db, throwaway
from refdb.lint.bodies import CHECKER, rules
from refdb.lint.bodies.checker import look
from refdb.lint.bodies.written import Written
from refdb.lint.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.db import Connection

_STATES = (rules.NAMES_ONLY, rules.NOT_CHECKED)
_PAGES = [one for one in rules.RULES if one not in _STATES]

pytestmark = pytest.mark.needs("local15", "plpgsql_check")


@pytest.fixture(scope="module")
def conn() -> Iterator[Connection]:
    """Answers a connection to an empty throwaway that has plpgsql_check."""
    with (
        throwaway.open_throwaway(postgres=15, extensions=("plpgsql_check",)) as opened,
        db.connect(opened.url) as opened_conn,
    ):
        yield opened_conn


def _looked(conn: Connection, sources: Sequence[Source], *, is_strict: bool = True):
    written = Written(tuple(sources))
    with conn.transaction(force_rollback=True):
        for one in sources:
            if one.kind == "migration":
                db.run(conn, one.text)
        wanted = [name for _, name in written.functions]
        return list(look(conn, written, wanted, is_strict=is_strict))


@pytest.mark.parametrize("rule", _PAGES, ids=lambda one: one.name)
def test_page(rule, conn) -> None:
    """The page's mistake is a finding in its function's file, with a line; its repair is none."""
    page, is_strict = read_page(rule.name), rule != rules.UNKNOWN_NAME
    found = [
        one for one in _looked(conn, page.mistake, is_strict=is_strict) if one.rule == rule.name
    ]
    assert found
    assert all(one.line and one.hint and one.level == rule.level for one in found)
    assert {one.file for one in found} == {"sql/functions/count_campaigns.sql"}
    assert f'"{found[0].key}"' in page.text
    left = [one for one in _looked(conn, page.repair, is_strict=is_strict) if one.level]
    assert [one for one in left if one.rule != rules.COMPATIBILITY.name] == []


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    """Pages and rules are the same names."""
    assert pages_of("bodies") == {one.name for one in CHECKER.rules}


_STATEMENT = """-- purpose: Tests.

create or replace function public.f()
returns bigint
language plpgsql
stable
as $$
declare
    v_found bigint;
begin
    select
        count(*)
    into v_found
    from public.campaigns as campaign
    where
        campaign.id > 1
        and campaign.nothing = 'x';
    return v_found;
end;
$$;
"""


@pytest.mark.parametrize("is_strict", [True, False], ids=["plpgsql_check", "names"])
def test_the_line_is_that_of_the_name(is_strict, conn, tmp_path) -> None:
    """A wrong name far down in a statement is found at its own line."""
    table = "-- why: Tests.\ncreate table public.campaigns (id bigint);\n"
    sources = [
        _source(tmp_path, "migrations/0001_create", "migration", table),
        _source(tmp_path, "functions/f", "function", _STATEMENT),
    ]
    found = [one for one in _looked(conn, sources, is_strict=is_strict) if one.level]
    assert [(one.file, one.line) for one in found] == [("functions/f.sql", 17)]


def test_without_plpgsql_check_it_is_said(conn) -> None:
    """A note says what was not checked, whatever is found."""
    found = _looked(conn, read_page("bodies/error").repair, is_strict=False)
    assert [one.rule for one in found] == [rules.NAMES_ONLY.name]


def test_names_that_cannot_be_told_are_left_alone(conn, tmp_path) -> None:
    """Temporary and transition tables, variables, CTEs and subqueries are no unknown names."""
    text = """-- purpose: Tests.
create function public.f() returns trigger language plpgsql as $$
declare
    v_row record;
begin
    create temp table seen (id bigint);
    insert into seen select added.id from added;
    for v_row in with found as (select 1 as id) select found.id from found, seen loop
        perform v_row.id, part.size from (select 1 as size) as part where seen.id = new.id;
    end loop;
    return null;
end;
$$;
"""
    sources = [_source(tmp_path, "functions/f", "function", text)]
    found = [one.message for one in _looked(conn, sources, is_strict=False) if one.level]
    assert found == []


def test_objects_that_need_each_other_are_created_in_any_order(conn, tmp_path) -> None:
    """A function that reads a view, whose file is run behind it, is no finding."""
    reads = (
        "-- purpose: Tests.\ncreate or replace function public.a() returns bigint language sql"
        " stable return (select count(*) from public.v);\n"
    )
    view = "-- purpose: Tests.\ncreate or replace view public.v as select public.z() as z;\n"
    below = "-- purpose: Tests.\ncreate or replace function public.z() returns int return 1;\n"
    sources = [
        _source(tmp_path, "functions/a", "function", reads),
        _source(tmp_path, "functions/z", "function", below),
        _source(tmp_path, "views/v", "view", view),
    ]
    assert [one for one in _looked(conn, sources) if one.level] == []


def test_a_part_hangs_on_what_its_file_names(tmp_path) -> None:
    """Editing a function asks again about itself and its callers, and about no other."""
    texts = {"a": "select b()", "b": "select 1", "c": "select 2"}

    def digests() -> dict[str, str]:
        sources = [
            _source(tmp_path, "migrations/0001_x", "migration", "select 1;"),
            *(
                _source(tmp_path, f"functions/{one}", "function", text)
                for one, text in texts.items()
            ),
        ]
        return {one.source.path.stem: one.digest for one in CHECKER.parts(sources)}

    before = digests()
    texts["b"] = "select 3"
    after = digests()
    assert {one for one in before if before[one] != after[one]} == {"a", "b"}


def _source(folder, name: str, kind: str, text: str) -> Source:
    return Source(folder / "sql" / f"{name}.sql", f"{name}.sql", kind, text)
