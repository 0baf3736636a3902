"""SQL tests as pytest's items: a collector for a file, an item for each of its tests."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from refdb import sqltest
from refdb.errors import RefdbError
from refdb.pytest_plugin.opening import project_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from _pytest._code.code import TerminalRepr

    from refdb.db import Connection
    from refdb.project import Project
    from refdb.sqltest import Result
    from refdb.throwaway import Clones
    from refdb.tree import SqlTest, TapFile

_KEY: pytest.StashKey[Project] = pytest.StashKey()


def collector_of(file: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Answers the collector of a file of the tree's tests; None where it is of no tree.

    Args:
        file: the file.
        parent: what it is collected below.
    """
    if _KEY not in parent.config.stash:
        parent.config.stash[_KEY] = project_of(parent.config)
    project = parent.config.stash[_KEY]
    folder = project.config.tree_folder / "tests"
    if file.parent != folder:
        return None
    return SqlFile.from_parent(parent, path=file)


class FailedSqlTest(Exception):  # noqa: N818 - it is a test that failed, no error of its own
    """A SQL test that failed; its text says where and how."""


class SqlFile(pytest.File):
    """A file of SQL tests, which have a clone for themselves."""

    _open: ExitStack | None = None
    _connection: Connection | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Answers an item for each test, or one for a whole pgTAP file."""
        project = self.config.stash[_KEY]
        name = str(self.path.relative_to(project.config.root))
        try:
            tests = [one for one in project.tree.tests if one.file == name]
            taps = [one for one in project.tree.taps if one.file == name]
        except RefdbError as error:
            raise self.CollectError(f"{error}\n{error.hint}".strip()) from None
        for test in tests:
            yield SqlItem.from_parent(
                self, name=test.sentence, callobj=_runner(self, test), line=test.line
            )
        for tap in taps:
            yield SqlItem.from_parent(self, name="pgTAP", callobj=_tap_runner(tap), line=1)

    def connection(self, clones: Clones) -> Connection:
        """Answers the connection of the file's tests, opened by the first of them."""
        if self._open is None or self._connection is None or self._connection.broken:
            self.teardown()
            self._open = ExitStack()
            url = clones.take()
            self._open.callback(clones.give_back, url)
            self._connection = self._open.enter_context(sqltest.UNWATCHED.connected(url))
        return self._connection

    def teardown(self) -> None:
        """Gives the clone back when the last of the file's tests is done."""
        if self._open is not None:
            self._open.close()
        self._open = self._connection = None


class SqlItem(pytest.Function):
    """One SQL test."""

    def __init__(self, *, line: int, **given: Any) -> None:
        self._line = line
        super().__init__(**given)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands: its file, its line counted from 0, and its sentence."""
        return self.path, self._line - 1, self.name

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """Answers what failed: the SQL file's line and both values, no Python."""
        if isinstance(excinfo.value, FailedSqlTest | RefdbError):
            return str(excinfo.value)
        del style  # pytest's own for functions takes none
        return super().repr_failure(excinfo)


def _runner(file: SqlFile, test: SqlTest) -> Callable[[Clones], None]:
    def run(refdb_clones: Clones) -> None:
        _check([sqltest.run_test(file.connection(refdb_clones), test)])

    return run


def _tap_runner(tap: TapFile) -> Callable[[str], None]:
    def run(refdb_url: str) -> None:
        results = sqltest.run_tap(refdb_url, tap)
        _check(results)
        if all(one.skipped for one in results):
            pytest.skip(results[0].skipped)

    return run


def _check(results: list[Result] | tuple[Result, ...]) -> None:
    """Raises FailedSqlTest with all that failed."""
    lines = [
        f"{one.file}:{one.line}: {one.message}\n{_indented(one.hint)}"
        for result in results
        for one in result.findings
    ]
    if lines:
        raise FailedSqlTest("\n".join(lines))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
