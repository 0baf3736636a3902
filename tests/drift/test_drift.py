"""`refdb drift`: what is on the target and in no migration, missing there, or other than made."""

from __future__ import annotations

import psycopg
import pytest

from commands import refdb
from refdb import config
from refdb.errors import BadRequestError
from refdb.project import Project
from trees import write_tree

_FILES = {
    "0001_tables.sql": "create table public.pupil (id integer primary key, name text not null);\n"
    "create index pupil_name_idx on public.pupil (name);\n"
    "comment on table public.pupil is 'Pupils.';\n",
    "0001_tables.rollback.sql": "drop table public.pupil;\n",
    "0002_function.sql": "create function public.f(n integer) returns integer\n"
    "language sql as $$ select n + 1 $$;\n",
    "0002_function.rollback.sql": "drop function public.f(integer);\n",
    "0003_view.sql": "create view public.names as select name from public.pupil;\n",
    "0003_view.rollback.sql": "drop view public.names;\n",
}
#: What was done by hand, and what is to be said of it.
BY_HAND = {
    "create table public.notes (t text)": ("extra", "table public.notes"),
    "drop view public.names": ("missing", "view public.names"),
    "alter table public.pupil alter name drop not null": ("changed", "column public.pupil.name"),
    "create or replace function public.f(n integer) returns integer language sql "
    "as $$ select n + 2 $$": ("changed", "function public.f(integer)"),
    "drop index public.pupil_name_idx": ("missing", "index public.pupil_name_idx"),
    "comment on table public.pupil is 'Else.'": ("changed", "table public.pupil"),
    "grant select on public.pupil to public": ("changed", "table public.pupil"),
    "do $$begin execute format('alter database %I set work_mem = ''8MB''', current_database()); "
    "end$$": ("extra", "settings of the database"),
    "do $$begin execute format('alter role current_user in database %I set work_mem = ''8MB''', "
    "current_database()); end$$": ("extra", "settings of role (owner)"),
    "update pg_index set indisvalid = false where indexrelid = 'public.pupil_name_idx'::regclass": (
        "changed",
        "index public.pupil_name_idx",
    ),
}


@pytest.fixture
def project(tmp_path, each_database) -> Project:
    """A database with all migrations applied."""
    write_tree(tmp_path, _FILES)
    made = Project(config.Config(root=tmp_path), target=each_database)
    made.apply()
    return made


def _run(project: Project, *statements: str) -> None:
    with psycopg.connect(project.target, autocommit=True) as conn:
        for statement in statements:
            conn.execute(statement)


def test_none(project) -> None:
    """A target on which nothing was done by hand has no drift, whatever is pending."""
    assert project.drift().findings == ()
    project.rollback(to="2")
    assert project.drift().findings == ()


@pytest.mark.parametrize("by_hand", BY_HAND)
def test_by_hand(project, by_hand) -> None:
    """What was done by hand is one finding, of its kind and of its object."""
    kind, key = BY_HAND[by_hand]
    _run(project, by_hand)
    (found,) = project.drift().findings
    assert (found.rule, found.object) == (f"drift/{kind}", key)


def test_statements_bring_it_back(project) -> None:
    """What is extra, missing or another text has the statements that bring the files back."""
    _run(
        project,
        "create table public.notes (t text)",
        "drop view public.names",
        "alter table public.pupil alter name drop not null",
        "comment on table public.pupil is 'Else.'",
        *(one for one in BY_HAND if one.startswith("do ")),
        "grant select on public.pupil to public",
        "create or replace function public.f(n integer) returns integer language sql "
        "as $$ select n + 2 $$",
        "update pg_index set indisvalid = false "
        "where indexrelid = 'public.pupil_name_idx'::regclass",
    )
    statements = [line for one in project.drift().drifted for line in one.statements]
    _run(project, *statements)
    assert project.drift().findings == ()


def test_ignore(project) -> None:
    """A difference with a reason is no finding; a reason without a difference is one."""
    _run(project, "create table public.notes (t text)")
    assert project.drift(ignore={"drift/extra:table public.notes": "a test"}).findings == ()
    assert project.drift(ignore={"table public.notes": "a test"}).findings == ()
    assert project.drift(ignore={"table public.n*": "all that begin so"}).findings == ()
    (unused,) = project.drift(
        ignore={"table public.notes": "a test", "table public.gone": "old"}
    ).findings
    assert (unused.rule, unused.object) == ("drift/unused-ignore", "table public.gone")


def test_another_owner(project) -> None:
    """Who migrates may have another name here than on the throwaway."""
    name = "drift_owner"
    _run(
        project,
        f"drop role if exists {name}",
        f"create role {name} login superuser",
        f"alter table public.pupil owner to {name}",
        f"alter view public.names owner to {name}",
        f"alter function public.f(integer) owner to {name}",
        f"alter table refdb.migration owner to {name}",
    )
    try:
        assert project.drift().findings == ()
    finally:
        _run(project, f"reassign owned by {name} to current_user", f"drop role {name}")


def test_locks_nothing(project) -> None:
    """While another session holds a row and a weak table lock, the look does not wait for it."""
    with psycopg.connect(project.target) as conn:
        conn.execute("lock table public.pupil in share row exclusive mode")
        assert project.drift().findings == ()


def test_changes_nothing(project) -> None:
    """The session is read-only: nothing that it asks could write."""
    _run(project, f"alter database {_name(project)} set default_transaction_read_only = on")
    (found,) = project.drift().findings
    assert found.object == "settings of the database"


def _name(project: Project) -> str:
    with psycopg.connect(project.target) as conn:
        return str(conn.info.dbname)


def test_a_file_that_is_gone(project) -> None:
    """Without the file of an applied migration nobody can say what should be there."""
    (project.tree.migrations_folder / "0003_view.sql").unlink()
    (project.tree.migrations_folder / "0003_view.rollback.sql").unlink()
    with pytest.raises(BadRequestError, match="0003_view is applied"):
        Project(project.config, project.target).drift()


def test_command(tmp_path, database) -> None:
    """The command says each difference with what to type, ends with 1, and with 0 without any."""
    write_tree(tmp_path, _FILES)
    refdb(tmp_path, "apply", "--target", database)
    assert refdb(tmp_path, "drift", "--target", database).code == 0
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("create table public.notes (t text)")
    found = refdb(tmp_path, "drift", "--target", database)
    assert found.code == 1
    assert "extra     table public.notes: no migration made it" in found.out
    assert "drop table public.notes;" in found.out
    ignored = refdb(tmp_path, "drift", "--target", database, "--ignore", "table public.notes=mine")
    assert ignored.code == 0
    assert refdb(tmp_path, "drift", "--target", database, "--ignore", "no reason").code == 2
    answer = refdb(tmp_path, "drift", "--target", database, "--json").answer
    assert answer["differences"][0]["key"] == "table public.notes"


def test_exceptions_of_the_configuration(tmp_path, database) -> None:
    """refdb.toml's [ignore] is heard; an exception without a reason is an error with its line."""
    write_tree(tmp_path, _FILES)
    (tmp_path / "refdb.toml").write_text('[ignore]\n"table public.notes" = "by hand"\n')
    refdb(tmp_path, "apply", "--target", database)
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("create table public.notes (t text)")
    assert refdb(tmp_path, "drift", "--target", database).code == 0
    (tmp_path / "refdb.toml").write_text('[ignore]\n"table public.notes" = ""\n')
    assert "has no reason" in refdb(tmp_path, "drift", "--target", database).err
