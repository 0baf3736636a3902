"""A migration that waits for a lock, and what other sessions get done on its table meanwhile."""

import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg

from refdb import config
from refdb.engine import Listener
from refdb.project import Project
from trees import write_tree

_FILES = {
    "0001_t.sql": "create table t (id integer);\n",
    "0001_t.rollback.sql": "drop table t;\n",
    # An attempt ends while others wait behind it: what they wait is its lock_timeout.
    "0002_x.sql": "-- lock_timeout: 200ms\nalter table t add column x integer;\n",
    "0002_x.rollback.sql": "alter table t drop column x;\n",
}
_ATTEMPTS = 3  # at which it does not get the lock
_PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class _Deed:
    """Something that another session got done.

    Attributes:
        kind: `read` or `write`.
        began: attempts of the migration that had ended when it began.
        ended: attempts that had ended when it was done.
    """

    kind: str
    began: int
    ended: int


class _Watching(Listener):
    """Counts the attempts that ended without the lock."""

    def __init__(self, release) -> None:
        self.attempts = 0
        self._release = release

    def on_wait(self, waiting) -> None:
        self.attempts = waiting.attempt
        if waiting.attempt == _ATTEMPTS:
            self._release()


class _Others:
    """A session that reads and one that writes, again and again."""

    def __init__(self, url, watching) -> None:
        self.watching = watching
        self.deeds = []
        self.errors = []
        self._url = url
        self._is_over = threading.Event()

    @contextmanager
    def at_work(self):
        """They work while the block runs."""
        statements = {"read": "select count(*) from t", "write": "insert into t (id) values (1)"}
        threads = [threading.Thread(target=self._work, args=one) for one in statements.items()]
        for one in threads:
            one.start()
        try:
            yield self
        finally:
            self._is_over.set()
            for one in threads:
                one.join()

    def _work(self, kind, statement) -> None:
        try:
            with psycopg.connect(self._url, autocommit=True) as conn:
                while not self._is_over.wait(0.001):
                    began = self.watching.attempts
                    conn.execute(statement)
                    self.deeds.append(_Deed(kind, began, self.watching.attempts))
        except psycopg.Error as error:
            self.errors.append(error)


def test_others_read_and_write_while_a_migration_waits(tmp_path, database) -> None:
    """Between any two attempts others read and write on, and wait for one of them at the most."""
    write_tree(tmp_path, _FILES)
    project = Project(config.Config(root=tmp_path), target=database)
    project.apply(to="1")
    reader = psycopg.connect(database)
    reader.execute("select * from t")
    patience = threading.Timer(_PATIENCE, reader.close)  # a migration that waits without an end
    patience.start()
    watching = _Watching(reader.close)
    with _Others(database, watching).at_work() as others:
        done = replace(project, listener=watching).apply().done
    patience.cancel()
    assert [one.id for one in done] == ["0002_x"]
    assert watching.attempts >= _ATTEMPTS
    assert others.errors == []
    begun = Counter((one.kind, one.began) for one in others.deeds)
    for attempt in range(1, _ATTEMPTS):
        assert begun["read", attempt] > 0
        assert begun["write", attempt] > 0
    # What begins to wait behind an attempt is done before the next attempt ends.
    assert [one for one in others.deeds if one.ended - one.began > 1] == []
