"""A redo that is cut off is ended by the next one, and by an apply."""

from __future__ import annotations

import psycopg
import pytest

from refdb import config
from refdb.engine import Listener
from refdb.errors import RefusedError
from refdb.project import Project
from trees import TWO_TABLES, write_tree


class _Dies(Listener):
    """Ends a command after so many migrations, as a death between two transactions would."""

    def __init__(self, after: int) -> None:
        self._left = after

    def on_done(self, _: object) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt


@pytest.fixture
def project(tmp_path, database) -> Project:
    """Two tables, the first of which has a row."""
    write_tree(tmp_path, TWO_TABLES)
    made = Project(config.Config(root=tmp_path), target=database)
    made.apply()
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute("insert into a values (1)")
    return made


def _die(project: Project, after: int, **options: object) -> None:
    dying = Project(project.config, project.target, listener=_Dies(after))
    with pytest.raises(KeyboardInterrupt):
        dying.redo(**options)


def _asked(project: Project, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(project.target) as conn:
        return conn.execute(sql).fetchall()


def test_ended_by_redo(project) -> None:
    """Only what was rolled back is applied again; the migration before it keeps its rows."""
    _die(project, 1)
    done = [(one.direction, one.id) for one in project.redo().done]
    assert done == [("apply", "0002_create_b")]
    assert _asked(project, "select id from a") == [(1,)]
    assert _asked(project, "select count(*) from refdb.redo") == [(0,)]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_ended_by_redo_of_several(project, after) -> None:
    """Wherever a redo of two dies, the next one does what is left, and nothing twice."""
    _die(project, after, steps=2)
    whole = ["rollback 0002", "rollback 0001", "apply 0001", "apply 0002"]
    done = [f"{one.direction} {one.id[:4]}" for one in project.redo(steps=2).done]
    assert done == whole[after:]
    assert _asked(project, "select count(*) from refdb.redo") == [(0,)]


def test_ended_by_apply(project) -> None:
    """An apply ends it as well: the next redo begins anew."""
    _die(project, 1)
    project.apply()
    assert _asked(project, "select count(*) from refdb.redo") == [(0,)]
    assert [one.direction for one in project.redo().done] == ["rollback", "apply"]


def test_rolled_back_for_good(project) -> None:
    """What was applied again and is rolled back then is owed no more."""
    _die(project, 3, steps=2)
    project.rollback(steps=None)
    assert [one.id for one in project.apply().done] == ["0001_create_a", "0002_create_b"]
    assert _asked(project, "select count(*) from refdb.redo") == [(0,)]


def test_its_file_is_gone(project) -> None:
    """A migration that is owed and whose file is gone is named, and nothing is done."""
    _die(project, 1)
    for file in project.tree.migrations_folder.glob("0002*"):
        file.unlink()
    again = Project(project.config, project.target)
    with pytest.raises(RefusedError, match="0002_create_b was rolled back by a redo"):
        again.redo()
