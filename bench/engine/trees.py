"""Writes the same migrations for every tool, each in the tool's own form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STATEMENTS_OF_A_UNIT = 20  # of templates/twenty.sql
_TEMPLATES = Path(__file__).with_name("templates")
_FIRST_TIMESTAMP = 20_200_101_000_000  # dbmate's versions are fourteen digits
_FIRST_MILLISECOND = 1_700_000_000_000  # node-pg-migrate's are thirteen


@dataclass(frozen=True)
class Sizes:
    """How much is measured.

    Attributes:
        migrations: of the tree that every tool applies.
        statements: of the one large file.
        many: migrations of the tree on which memory and locks are looked at.
    """

    migrations: int = 1_000
    statements: int = 10_000
    many: int = 5_000


@dataclass(frozen=True)
class Pair:
    """A migration: its id, what it does, what undoes it."""

    id: str
    up: str
    down: str


def write_all(work: Path, sizes: Sizes) -> None:
    """Writes a folder for each tool and each measurement; contenders.py says who reads which.

    Args:
        work: an empty folder.
        sizes: how many of everything.
    """
    pairs = [_pair(number) for number in range(1, sizes.migrations + 1)]
    _write_plain(work / "plain", pairs)
    _write_floor(work / "floor", work / "plain/sql/migrations", pairs)
    _write_dbmate(work / "dbmate", pairs)
    _write_node(work / "node", pairs)
    _write_alembic(work / "alembic", pairs)
    _write_plain(work / "statements", [_large(sizes.statements)])
    _write_plain(work / "many", [_counting(number) for number in range(1, sizes.many + 1)])
    _write_plain(work / "one", [_counting(1)])


def filled(template: str, **values: object) -> str:
    """Answers a template's text with its values."""
    return Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)


def _pair(number: int) -> Pair:
    names = {"number": f"{number:04}"}
    up, down = (filled(f"migration{kind}.sql", **names) for kind in ("", ".rollback"))
    return Pair(f"{number:04}_create_t{number:04}", up, down)


def _counting(number: int) -> Pair:
    """A migration that ends by noting how many locks its own session holds."""
    pair = _pair(number)
    return Pair(pair.id, pair.up + filled("held.sql"), pair.down)


def _large(statements: int) -> Pair:
    units = range(1, statements // STATEMENTS_OF_A_UNIT + 1)
    body = "".join(filled("twenty.sql", number=f"{number:04}") for number in units)
    return Pair("0001_many_statements", body, "select 1;\n")


def _write(folder: Path, files: Iterator[tuple[str, str]]) -> None:
    folder.mkdir(parents=True)
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8")


def _write_plain(folder: Path, pairs: Sequence[Pair]) -> None:
    """Pairs of files, as refdb and yoyo read them."""
    _write(folder / "sql/migrations", ((f"{one.id}.sql", one.up) for one in pairs))
    for one in pairs:
        path = folder / "sql/migrations" / f"{one.id}.rollback.sql"
        path.write_text(one.down, encoding="utf-8")


def _write_floor(folder: Path, plain: Path, pairs: Sequence[Pair]) -> None:
    """One script for psql: begin, the file, its row in a ledger, commit, for each."""
    up = (filled("floor.sql", id=one.id, file=plain / f"{one.id}.sql") for one in pairs)
    down = (
        filled("floor.rollback.sql", id=one.id, file=plain / f"{one.id}.rollback.sql")
        for one in reversed(pairs)
    )
    scripts = {"apply.sql": filled("floor.begin.sql") + "".join(up), "rollback.sql": "".join(down)}
    _write(folder, iter(scripts.items()))


def _write_dbmate(folder: Path, pairs: Sequence[Pair]) -> None:
    files = (
        (
            f"{_FIRST_TIMESTAMP + at}_{one.id[5:]}.sql",
            filled("dbmate.sql", up=one.up, down=one.down),
        )
        for at, one in enumerate(pairs)
    )
    _write(folder / "db/migrations", files)


def _write_node(folder: Path, pairs: Sequence[Pair]) -> None:
    files = (
        (
            f"{_FIRST_MILLISECOND + at}_{one.id[5:]}.sql",
            filled("node.sql", up=one.up, down=one.down),
        )
        for at, one in enumerate(pairs)
    )
    _write(folder / "migrations", files)


def _write_alembic(folder: Path, pairs: Sequence[Pair]) -> None:
    before = [None, *(one.id for one in pairs)]
    files = (
        (
            f"{one.id}.py",
            filled("alembic_version.txt", id=one.id, before=repr(last), up=one.up, down=one.down),
        )
        for one, last in zip(pairs, before, strict=False)
    )
    _write(folder / "versions", files)
    for name, template in (("alembic.ini", "alembic_ini.txt"), ("env.py", "alembic_env.txt")):
        (folder / name).write_text(filled(template), encoding="utf-8")
