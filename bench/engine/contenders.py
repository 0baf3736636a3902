"""Who is measured, and what each is told to do: data."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bench.engine.timing import Command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.engine.server import Database

_BESIDE = Path(sys.executable).parent
_NPM = Path(__file__).parents[2] / ".tools/node_modules"
_PYTHON_TOOL = "run `make setup`"
_NPM_TOOL = "install nodejs with npm, then `make tools`"


@dataclass(frozen=True)
class Job:
    """What a contender is told for one measurement.

    Attributes:
        folder: where it runs, below the folder of the trees.
        argv: arguments; `{url}`, `{driver_url}`, `{plain_url}` and `{work}` are put in.
    """

    folder: str
    argv: tuple[str, ...]


@dataclass(frozen=True)
class Contender:
    """A program that is measured.

    Attributes:
        name: what it is called in tables.
        program: its executable.
        remedy: what to do when it is not there.
        jobs: what it can do, by the name of the measurement.
        package: the Python package that it comes from; otherwise it is asked with --version.
        environ: variables that it needs, with the same placeholders.
    """

    name: str
    program: Path
    remedy: str
    jobs: Mapping[str, Job]
    package: str = ""
    environ: tuple[tuple[str, str], ...] = ()

    def command(self, job: str, work: Path, database: Database) -> Command:
        """Answers the command of one measurement.

        Args:
            job: its name.
            work: the folder with the trees.
            database: on which it works.
        """
        places = {
            "work": str(work),
            "url": database.url,
            "driver_url": database.driver_url,
            "plain_url": database.plain_url,
            "socket": database.socket,
        }
        told = self.jobs[job]
        argv = (str(self.program), *(word.format_map(places) for word in told.argv))
        environ = {name: value.format_map(places) for name, value in self.environ}
        return Command(argv, work / told.folder, environ)

    def version(self) -> str | None:
        """Answers its version; None when it is not there or does not start."""
        if not self.program.exists():
            return None
        if self.package:
            return metadata.version(self.package)
        told = subprocess.run(
            [str(self.program), "--version"], capture_output=True, text=True, check=False
        )
        numbers = [word for word in told.stdout.split() if word[0].isdigit()]
        return None if told.returncode else (numbers or ["?"])[0]


def contenders(psql: Path) -> tuple[Contender, ...]:
    """Answers everybody, refdb first.

    Args:
        psql: the server's own psql, which starts quicker than a wrapper on the path.
    """
    return (_refdb(), _psql(psql), _dbmate(), _alembic(), _node_pg_migrate(), _yoyo())


def _refdb() -> Contender:
    target = ("--target", "{url}")
    apply = ("apply", *target)
    return Contender(
        "refdb",
        _BESIDE / "refdb",
        _PYTHON_TOOL,
        {
            "apply": Job("plain", apply),
            "nothing": Job("plain", apply),
            "status": Job("plain", ("status", *target)),
            "rollback": Job("plain", ("rollback", "--all", *target)),
            "statements": Job("statements", apply),
            "many": Job("many", apply),
            "one": Job("one", apply),
        },
        package="refdb",
    )


def _psql(program: Path) -> Contender:
    alone = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "{url}")
    large = "{work}/statements/sql/migrations/0001_many_statements.sql"
    return Contender(
        "psql",
        program,
        "install the package postgresql-15",
        {
            "apply": Job("floor", (*alone, "-f", "{work}/floor/apply.sql")),
            "rollback": Job("floor", (*alone, "-f", "{work}/floor/rollback.sql")),
            "statements": Job("floor", (*alone, "-1", "-f", large)),
        },
    )


def _dbmate() -> Contender:
    # The program itself: what npm puts on the path is a node that starts it.
    found: Sequence[Path] = sorted((_NPM / "@dbmate").glob("*/bin/dbmate"))
    return Contender(
        "dbmate",
        found[0] if found else _NPM / ".bin/dbmate",
        _NPM_TOOL,
        {"apply": Job("dbmate", ("--url", "{plain_url}", "--no-dump-schema", "migrate"))},
        environ=(("PGHOST", "{socket}"),),
    )


def _node_pg_migrate() -> Contender:
    return Contender(
        "node-pg-migrate",
        _NPM / ".bin/node-pg-migrate",
        _NPM_TOOL,
        {"apply": Job("node", ("up",))},
        environ=(("PGHOST", "{socket}"), ("DATABASE_URL", "{plain_url}")),
    )


def _alembic() -> Contender:
    return Contender(
        "alembic",
        _BESIDE / "alembic",
        _PYTHON_TOOL,
        {"apply": Job("alembic", ("upgrade", "head"))},
        package="alembic",
        environ=(("DATABASE_URL", "{driver_url}"),),
    )


def _yoyo() -> Contender:
    where = ("--no-config-file", "--database", "{driver_url}", "{work}/plain/sql/migrations")
    apply = ("apply", "--batch", *where)
    return Contender(
        "yoyo",
        _BESIDE / "yoyo",
        _PYTHON_TOOL,
        {
            "apply": Job("plain", apply),
            "nothing": Job("plain", apply),
            "status": Job("plain", ("list", "--batch", *where)),
            "rollback": Job("plain", ("rollback", "--batch", "--all", *where)),
        },
        package="yoyo-migrations",
    )
