"""New files: a tree and its configuration, an empty migration pair."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from refdb import config
from refdb.errors import BadRequestError, RefusedError
from refdb.tree import ROLLBACK_SUFFIX

if TYPE_CHECKING:
    from refdb.tree import Tree

_FOLDERS = (
    "migrations",
    "functions",
    "views",
    "triggers",
    "schedules",
    "plans",
    "tests",
    "sample",
)
_CONFIGURATION = """\
# refdb's configuration; every line is optional.

[refdb]
tree = "sql"
# postgres = 18            # major version of throwaways

[apply]
# lock_timeout = "5s"      # how long a migration's statement waits for a lock, each time
# lock_attempts = 10       # how many times it is tried while others hold the lock
# statement_timeout = "0"  # how long it may run; 0 is without an end
# lock_wait = "60s"        # how long to wait for another refdb at work

[targets]
# staging = "postgresql://refdb@staging.example/crm"
"""
_IDLE_APPLY = """\
-- why: {why}.
{headers}
"""
_IDLE_ROLLBACK = """\
-- loses: nothing

"""


def lay_out(settings: config.Config) -> tuple[Path, ...]:
    """Writes refdb.toml and the folders of a tree; answers what was written.

    Raises:
        RefusedError: there is a tree or a refdb.toml here already.
    """
    root = Path.cwd()
    file, tree = root / config.FILE_NAME, root / settings.tree
    for path in (file, tree):
        if path.exists():
            hint = "Write the first migration with `refdb new NAME`."
            raise RefusedError(f"there is a {path.name} here already", hint=hint)
    file.write_text(_CONFIGURATION, encoding="utf-8")
    kept = [tree / folder / ".gitkeep" for folder in _FOLDERS]
    for path in kept:
        path.parent.mkdir(parents=True)
        path.touch()
    return (file, *(path.parent for path in kept))


def write_pair(tree: Tree, name: str, *, transactional: bool) -> tuple[Path, Path]:
    """Writes an empty migration pair with the next number; answers both files.

    Raises:
        BadRequestError: no letter or digit in the name.
    """
    words = words_of(name)
    previous = tree.migrations[-1].id if tree.migrations else ""
    apply, rollback = next_files(tree, words)
    headers = "".join(
        (
            f"-- depends: {previous}\n" if previous else "",
            "" if transactional else "-- transactional: false\n",
        )
    )
    apply.write_text(_IDLE_APPLY.format(why=sentence(words), headers=headers), encoding="utf-8")
    rollback.write_text(_IDLE_ROLLBACK, encoding="utf-8")
    return apply, rollback


def words_of(name: str) -> str:
    """Answers a migration's name as it stands in its file's name.

    Raises:
        BadRequestError: no letter or digit in it.
    """
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not words:
        hint = "Write words for its file's name: `refdb new add campaign cap`."
        raise BadRequestError(f"{name!r} is no name for a migration", hint=hint)
    return words


def next_files(tree: Tree, words: str) -> tuple[Path, Path]:
    """Answers the files of the next migration, which are not there yet."""
    identity = f"{_next_number(tree)}_{words}"
    folder = tree.migrations_folder
    return folder / f"{identity}.sql", folder / f"{identity}{ROLLBACK_SUFFIX}"


def _next_number(tree: Tree) -> str:
    """The highest number and one, as wide as the highest one is written."""
    numbers = [found[1] for one in tree.migrations if (found := re.match(r"(\d+)", one.id))]
    highest = max(numbers, key=int, default="0000")
    return str(int(highest) + 1).zfill(len(highest))


def sentence(words: str) -> str:
    """Answers words of a file's name as the beginning of a sentence."""
    return words.replace("_", " ").capitalize()
