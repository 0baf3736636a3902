"""The overwrite guard: hot fixes made by hand are refused, shown and kept, and nothing else is."""

from __future__ import annotations

import psycopg
import pytest

from commands import refdb
from refdb import config
from refdb.errors import RefusedError
from refdb.project import Project
from servers import fresh_database
from trees import write_tree

_FUNCTION = """create or replace function public.bonus(points integer) returns integer
language sql as $$ select points + {} $$;
"""
_TABLE = "create table public.award (id integer, points integer);\n"
_VIEW = (
    "create or replace view public.big as select id, points from public.award where points > {};\n"
)
_TRIGGERED = """create or replace function public.note() returns trigger
language plpgsql as $$ begin return new; end $$;
create or replace trigger award_note {} on public.award for each row execute function public.note();
"""
_FILES = {
    "0001_award.sql": _TABLE,
    "0001_award.rollback.sql": "drop table public.award;\n",
    "0002_bonus.sql": _FUNCTION.format(1),
    "0002_bonus.rollback.sql": "drop function public.bonus(integer);\n",
    "0003_big.sql": _VIEW.format(10),
    "0003_big.rollback.sql": "drop view public.big;\n",
    "0004_note.sql": _TRIGGERED.format("before insert"),
    "0004_note.rollback.sql": "drop trigger award_note on public.award;\n"
    "drop function public.note();\n",
}
_HOT_FIXES = {
    "function": _FUNCTION.format(2),
    "view": _VIEW.format(20),
    "trigger": _TRIGGERED.format("after insert"),
    "trigger's state": "alter table public.award disable trigger award_note",
}
_NEXT = {
    "function": _FUNCTION.format(3),
    "view": _VIEW.format(30),
    "trigger": _TRIGGERED.format("before update"),
    "trigger's state": _TRIGGERED.format("before update"),
}


@pytest.fixture
def project(tmp_path, each_database) -> Project:
    """A database with a function, a view and a trigger that migrations made."""
    write_tree(tmp_path, _FILES)
    made = Project(config.Config(root=tmp_path), target=each_database)
    made.apply()
    return made


def _again(project: Project, **files: str) -> Project:
    """The same project with further migrations."""
    both = {}
    for name, text in files.items():
        both |= {f"{name[1:]}.sql": text, f"{name[1:]}.rollback.sql": "select 1;\n"}
    write_tree(project.config.root, both)
    return Project(project.config, project.target)


def _run(project: Project, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(project.target, autocommit=True) as conn:
        done = conn.execute(sql)
        return done.fetchall() if done.description else []


@pytest.mark.parametrize("kind", _HOT_FIXES)
def test_a_hot_fix_is_refused(project, kind) -> None:
    """What was changed by hand is not replaced: the refusal shows it, and nothing is changed."""
    _run(project, _HOT_FIXES[kind])
    with pytest.raises(RefusedError, match="changed by hand since 000") as refused:
        _again(project, _0005_next=_NEXT[kind]).apply()
    assert refused.value.file == "sql/migrations/0005_next.sql"
    assert refused.value.line == (3 if "trigger" in kind else 1)
    assert "--- as 000" in refused.value.detail
    assert "+++ as it is" in refused.value.detail
    assert [one.state for one in project.status().states] == ["applied"] * 4


@pytest.mark.parametrize("kind", _HOT_FIXES)
def test_overwrite_keeps_it(project, kind) -> None:
    """With --overwrite the migration runs, and the ledger has what it replaced."""
    _run(project, _HOT_FIXES[kind])
    outcome = _again(project, _0005_next=_NEXT[kind]).apply(overwrite=True)
    assert [one.id for one in outcome.done] == ["0005_next"]
    kept = _run(project, "select kind, migration_id, direction from refdb.overwritten")
    assert kept == [(kind.removesuffix("'s state"), "0005_next", "apply")]
    assert [one for one in outcome.plan.warnings if "refdb.overwritten keeps it" in one]


@pytest.mark.parametrize("kind", _HOT_FIXES)
def test_what_was_overwritten_is_known_again(project, kind) -> None:
    """After --overwrite the new definition is the ledger's: the next migration is not refused."""
    _run(project, _HOT_FIXES[kind])
    _again(project, _0005_next=_NEXT[kind]).apply(overwrite=True)
    later = _again(project, _0005_next=_NEXT[kind], _0006_last=_NEXT[kind])
    assert [one.id for one in later.apply().done] == ["0006_last"]


def test_nothing_by_hand_is_not_refused(project) -> None:
    """Objects that are as the last migration left them are replaced and rolled back freely."""
    later = _again(project, _0005_next="".join(dict.fromkeys(_NEXT.values())))
    later.apply()
    later.rollback(steps=None)
    later.apply()
    assert [one.state for one in later.status().states] == ["applied"] * 5


def test_a_rollback_is_guarded_too(project) -> None:
    """A rollback that would drop a hot-fixed function is refused; --overwrite keeps the fix."""
    _run(project, _HOT_FIXES["function"])
    with pytest.raises(RefusedError, match="changed by hand"):
        project.rollback(to="1")
    project.rollback(to="1", overwrite=True)
    kept = _run(project, "select migration_id, direction from refdb.overwritten")
    assert kept == [("0002_bonus", "rollback")]


@pytest.mark.parametrize(
    "change",
    [
        "alter table public.award rename column points to score;\n",
        "alter table public.award rename to prize;\n",
        "alter function public.note() rename to remark;\n",
        "alter view public.big rename to large;\n",
        "alter view public.big set schema pg_temp;\nalter view pg_temp.big set schema public;\n",
        "do $$ begin alter table public.award rename column points to score; end $$;\n",
    ],
)
def test_what_a_migration_changes_on_the_way(project, change) -> None:
    """A migration that changes definitions indirectly makes nothing look changed by hand."""
    if "pg_temp" in change:
        change = change.replace("pg_temp", "elsewhere")
        _run(project, "create schema elsewhere")
    _again(project, _0005_change=change).apply()
    renamed = "prize" if "prize" in change else "award"
    view = "large" if "large" in change else "big"
    column = "score" if "score" in change else "points"
    touched = (
        f"drop trigger award_note on public.{renamed};\n"
        f"create or replace view public.{view} as\n"
        f"select id, {column} as points from public.{renamed} where {column} > 99;\n"
    )
    later = _again(project, _0005_change=change, _0006_next=touched)
    if column == "score":
        # The view's column keeps its name whatever the table's is called.
        assert (
            "score AS points"
            in _run(project, "select pg_get_viewdef('public.big'::regclass)")[0][0]
        )
    assert [one.id for one in later.apply().done] == ["0006_next"]


def test_a_hot_fix_stays_one(project) -> None:
    """A migration that changes a hot-fixed view on the way does not make the fix the ledger's."""
    _run(project, _HOT_FIXES["view"])
    change = "alter table public.award rename column points to score;\n"
    _again(project, _0005_change=change).apply()
    touched = "drop view public.big;\n"
    with pytest.raises(RefusedError, match="changed by hand since 0003_big"):
        _again(project, _0005_change=change, _0006_next=touched).apply()


def test_an_overload_is_another_function(project) -> None:
    """A function of the same name with other arguments is no replacement of the hot-fixed one."""
    _run(project, _HOT_FIXES["function"])
    overload = _FUNCTION.format(1).replace("points integer", "points bigint")
    later = _again(project, _0005_next=overload.replace("returns integer", "returns bigint"))
    assert [one.id for one in later.apply().done] == ["0005_next"]


def test_a_type_that_is_not_there_yet(project) -> None:
    """A pending function over a type that the same run creates is no error of the guard."""
    text = "create type public.mood as enum ('good');\n"
    text += "create function public.f(m public.mood, t mood[]) returns integer\n"
    text += "language sql as $$ select 1 $$;\n"
    assert [one.id for one in _again(project, _0005_next=text).apply().done] == ["0005_next"]


def test_by_statement(project) -> None:
    """A migration that is not one transaction is guarded and remembered as well."""
    text = "-- transactional: false\n" + _NEXT["view"]
    text += "alter table public.award rename column points to score;\n"
    text += "create index concurrently award_id_idx on public.award (id);\n"
    _run(project, _HOT_FIXES["view"])
    with pytest.raises(RefusedError, match="changed by hand"):
        _again(project, _0005_next=text).apply()
    _again(project, _0005_next=text).apply(overwrite=True)
    again = "drop view public.big;\n"
    later = _again(project, _0005_next=text, _0006_last=again)
    assert [one.id for one in later.apply().done] == ["0006_last"]


def test_a_ledger_of_an_earlier_refdb(project) -> None:
    """A ledger without the tables for objects is completed, and what it does not know is free."""
    _run(project, "drop table refdb.object, refdb.overwritten")
    _run(project, _HOT_FIXES["function"])
    later = _again(project, _0005_next=_NEXT["function"])
    assert [one.id for one in later.apply().done] == ["0005_next"]
    _run(project, _HOT_FIXES["function"])
    with pytest.raises(RefusedError, match="changed by hand since 0005_next"):
        _again(project, _0005_next=_NEXT["function"], _0006_last=_NEXT["function"]).apply()


def test_search_path(project) -> None:
    """Definitions compare equal whatever search_path the session has."""
    name = _run(project, "select current_database()")[0][0]
    _run(project, f"alter database {name} set search_path = pg_catalog")
    later = _again(project, _0005_next=_NEXT["view"])
    assert [one.id for one in later.apply().done] == ["0005_next"]


def test_deallocate(project) -> None:
    """A migration that makes the session forget what it has prepared is recorded all the same."""
    text = "deallocate all;\n" + _NEXT["function"]
    later = _again(project, _0005_next=text, _0006_last="create table public.z ();\n")
    assert len(later.apply().done) == 2


def test_command(tmp_path, server) -> None:
    """The command refuses with code 4, the difference and what to type; --overwrite goes on."""
    url = fresh_database(server(18))
    write_tree(tmp_path, _FILES)
    assert refdb(tmp_path, "apply", "--target", url).code == 0
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(_HOT_FIXES["function"])
    write_tree(
        tmp_path, {"0005_next.sql": _NEXT["function"], "0005_next.rollback.sql": "select 1;"}
    )
    refused = refdb(tmp_path, "apply", "--target", url)
    assert refused.code == 4
    for part in ("0005_next.sql:1", "public.bonus(integer)", "points + 2", "--overwrite"):
        assert part in refused.err
    assert refdb(tmp_path, "apply", "--dry-run", "--target", url).code == 4
    done = refdb(tmp_path, "apply", "--overwrite", "--target", url)
    assert done.code == 0
    assert "refdb.overwritten keeps it" in done.out + done.err
