"""Objects: functions, views, triggers and schedules, one file each with the whole definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.tree.files import Script, read_script, sql_files

if TYPE_CHECKING:
    from pathlib import Path

#: The folder of each kind of object, in the order in which they can be created.
FOLDERS = {
    "function": "functions",
    "view": "views",
    "trigger": "triggers",
    "schedule": "schedules",
}


@dataclass(frozen=True)
class Object:
    """A function, view, materialized view, trigger or schedule, and the file it is edited in.

    Attributes:
        kind: a key of FOLDERS; a materialized view is a view here.
        name: the file's name without `.sql`.
        script: the file: definition, grants and comment.
    """

    kind: str
    name: str
    script: Script


def read_objects(tree: Path, root: Path) -> tuple[Object, ...]:
    """Answers the objects of a tree, kind by kind, by name.

    Raises:
        BadTreeError: a file or header is wrong, or a file holds no statement.
    """
    return tuple(
        _read_object(path, kind, root)
        for kind, folder in FOLDERS.items()
        for path in sql_files(tree / folder)
    )


def _read_object(path: Path, kind: str, root: Path) -> Object:
    script = read_script(path, kind, root)
    if not script.statements:
        hint = "An object's file is its whole definition; to drop it, delete the file."
        raise BadTreeError(f"defines no {kind}", file=script.file, hint=hint)
    return Object(kind, path.stem, script)
