"""Small trees that the checker of safety looks at, and where it measures."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from refdb import catalog, db, locks, sqltext
from refdb.lint.safety.checker import CHECKER, migrations_of
from refdb.lint.sources import Source
from servers import fresh_database

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.findings import Finding

BASE = Path(__file__).with_name("base.sql").read_text(encoding="utf-8")
ROLLBACK = ".rollback.sql"


@dataclass(frozen=True)
class Ground:
    """A ground whose throwaways are databases of one server."""

    root: Path
    server_url: str
    postgres: int | None = 18
    processes: int = 2
    rows: Mapping[str, int] = field(default_factory=lambda: {"*": 1_000_000})

    @contextmanager
    def throwaway(
        self,
        *,
        empty: bool,  # noqa: ARG002 - see Ground
        extensions: Collection[str] = (),  # noqa: ARG002 - the same
    ) -> Iterator[str]:
        """Opens an empty database."""
        yield fresh_database(self.server_url)


def write(root: Path, files: Mapping[str, str]) -> None:
    """Writes migrations into a folder, by their files' names."""
    root.mkdir(exist_ok=True)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")


def sources(root: Path) -> list[Source]:
    """Answers the files of a folder as lint reads them."""
    return [
        Source(path, path.name, "rollback" if path.name.endswith(ROLLBACK) else "migration", text)
        for path in sorted(root.glob("*.sql"))
        for text in [path.read_text(encoding="utf-8")]
    ]


def found(ground: Ground) -> list[Finding]:
    """Answers everything that the checker finds in the ground's folder."""
    files = sources(ground.root)
    parts = CHECKER.parts(files)
    answers = CHECKER.check(parts, files, ground)
    return [one for part in parts for one in answers[part.digest]]


def fix(ground: Ground) -> list[str]:
    """Writes the files as the checker's fixes have them; answers their names."""
    files = sources(ground.root)
    edits = CHECKER.fixes(CHECKER.parts(files), files, ground)
    for one in edits:
        one.path.write_text(one.text, encoding="utf-8")
    return [one.path.name for one in edits]


def built(ground: Ground, fill: str = "") -> Snapshot:
    """Answers the catalog that the folder's migrations give, the first one's tables filled."""
    with db.connect(fresh_database(ground.server_url)) as conn:
        _apply(conn, ground.root, fill)
        return catalog.snapshot(conn)


def returned(ground: Ground, fill: str = "") -> tuple[Snapshot, Snapshot]:
    """Answers the catalog after the first migration, and after all others went up and down."""
    with db.connect(fresh_database(ground.server_url)) as conn:
        migrations = migrations_of(sources(ground.root))
        list(locks.observe_migrations(conn, migrations[:1], {migrations[0].id}))
        before = catalog.snapshot(conn)
    with db.connect(fresh_database(ground.server_url)) as conn:
        _apply(conn, ground.root, fill)
        for migration in reversed(migrations[1:]):
            assert migration.rollback is not None
            run_each(conn, migration.rollback.statements)
        return before, catalog.snapshot(conn)


def run_each(conn: db.Connection, statements: Sequence[sqltext.Statement]) -> None:
    """Runs statements one by one."""
    for one in statements:
        db.run(conn, one.text)


def _apply(conn: db.Connection, root: Path, fill: str) -> None:
    first, *others = migrations_of(sources(root))
    list(locks.observe_migrations(conn, [first], {first.id}))
    if fill:
        db.run(conn, fill)
    if others:
        list(locks.observe_migrations(conn, others, {others[-1].id}))
