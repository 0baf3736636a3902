"""A server with its proxy and its clients, and the scenarios prepared on it."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from faults.harness.client import Clients, environment
from faults.harness.proxy import Proxy
from faults.harness.server import Server
from faults.harness.state import read_state

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from faults.harness.proxy import Message
    from faults.harness.scenarios import Scenario
    from faults.harness.state import State


@dataclass(frozen=True)
class Prepared:
    """A scenario on a server.

    Attributes:
        scenario: the scenario.
        folder: where its tree is.
        template: the database that each trial begins with a copy of.
        expected: what an undisturbed run leaves.
        said: the conversation of an undisturbed run, message by message.
    """

    scenario: Scenario
    folder: Path
    template: str
    expected: State
    said: tuple[Message, ...]

    def count(self, side: str) -> int:
        """Answers how many messages one side says."""
        return sum(one.side == side for one in self.said)

    def message(self, side: str, index: int) -> str:
        """Answers a message of one side, for people."""
        one = [one for one in self.said if one.side == side][index]
        return f"{one.kind} {one.text}".strip()


class Rig:
    """Everything that trials need; use it in a `with` block, in one thread."""

    def __init__(self, major: int) -> None:
        """Starts a server of a version.

        Args:
            major: the version of PostgreSQL.
        """
        self.server = Server(major)
        inside = self.server.folder / "proxy"
        inside.mkdir()
        self.proxy = Proxy(inside, self.server.folder)
        self.clients = Clients(self.server.folder / "out")
        self._prepared: dict[str, Prepared] = {}
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        """Answers itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Ends everything that it started."""
        self.proxy.close()
        self.clients.close()
        self.server.close()

    def url(self, database: str, *, through_proxy: bool = False) -> str:
        """Answers the URL of a database, straight or through the proxy."""
        return self.server.url(database, self.proxy.folder if through_proxy else None)

    def fresh(self, template: str) -> str:
        """Makes a database like another, and answers its name."""
        name = f"d{next(self._numbers)}"
        self.server.create(name, template)
        return name

    def prepared(self, scenario: Scenario) -> Prepared:
        """Answers a scenario, prepared when it is first asked for."""
        if scenario.name not in self._prepared:
            self._prepared[scenario.name] = self._prepare(scenario)
        return self._prepared[scenario.name]

    def _prepare(self, scenario: Scenario) -> Prepared:
        folder = self.server.folder / scenario.name
        migrations = folder / "sql/migrations"
        migrations.mkdir(parents=True)
        for name, text in scenario.files.items():
            (migrations / name).write_text(text, encoding="utf-8")
        template = self.fresh("template1")
        for command in scenario.before:
            ended = self.clients.run(folder, [*command, "--target", self.url(template)])
            if ended.code:
                raise RuntimeError(f"{scenario.name} cannot be prepared: {ended.said}")
        name = self.fresh(template)
        self.proxy.arm(None)
        self._run(folder, scenario.command, self.url(name, through_proxy=True))
        said = tuple(self.proxy.seen)
        with self.server.connect(name) as conn:
            expected = read_state(conn)
        self.server.drop(name)
        return Prepared(scenario, folder, template, expected, said)

    def _run(self, folder: Path, command: tuple[str, ...], url: str) -> None:
        """Runs the real command, as a person does."""
        words = [sys.executable, "-m", "refdb", *command, "--target", url]
        done = subprocess.run(
            words, cwd=folder, env=environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed undisturbed: {done.stderr}")
