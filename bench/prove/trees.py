"""A tree of migrations of six kinds: tables, indexes, columns, functions, views, triggers."""

from __future__ import annotations

from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).with_name("templates")


def write_tree(folder: Path, migrations: int) -> None:
    """Writes a project with so many migrations.

    Args:
        folder: an empty folder.
        migrations: how many; every sixth makes a table, the five after it add to that.
    """
    kinds = sorted(path.stem for path in TEMPLATES.glob("?_*.sql") if "." not in path.stem)
    place = folder / "sql/migrations"
    place.mkdir(parents=True)
    (folder / "refdb.toml").touch()
    for index in range(migrations):
        kind, number = kinds[index % len(kinds)], f"{index + 1:04}"
        names = {"number": number, "table": f"{index - index % len(kinds) + 1:04}"}
        for suffix in (".sql", ".rollback.sql"):
            text = Template((TEMPLATES / f"{kind}{suffix}").read_text(encoding="utf-8"))
            path = place / f"{number}_{kind[2:]}{suffix}"
            path.write_text(text.substitute(names), encoding="utf-8")
