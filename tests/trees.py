"""Small trees for tests: files by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.tree import Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ONE_TABLE = {
    "0001_create_a.sql": "-- why: a is needed.\ncreate table a (id integer primary key);\n",
    "0001_create_a.rollback.sql": "-- loses: a\ndrop table a;\n",
}
TWO_TABLES = ONE_TABLE | {
    "0002_create_b.sql": "-- why: b is needed.\n-- depends: 0001_create_a\n"
    "create table b (id integer references a (id));\n",
    "0002_create_b.rollback.sql": "-- loses: b\ndrop table b;\n",
}


def write_tree(root: Path, migrations: Mapping[str, str], **others: str) -> Tree:
    """Writes sql/ below a folder and answers its tree.

    Args:
        root: the project's folder.
        migrations: file name to text, for sql/migrations/.
        **others: path below sql/, with `__` for `/` and without `.sql`, to text.
    """
    folder = root / "sql"
    (folder / "migrations").mkdir(parents=True, exist_ok=True)
    for name, text in migrations.items():
        (folder / "migrations" / name).write_text(text, encoding="utf-8")
    for name, text in others.items():
        path = folder / (name.replace("__", "/") + ".sql")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_tree(folder, root)
