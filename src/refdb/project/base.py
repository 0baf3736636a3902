"""What every verb stands on: the configuration, the tree, and the way to the target."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from refdb import config
from refdb import tree as trees
from refdb.late import late

with late():  # a verb that asks no server does not pay for the way to one
    from refdb import db, engine
    from refdb.project import targets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from refdb.db import Connection


class _Silence:
    """A listener that nobody hears, and for which nothing is loaded before it is told a word."""

    def __getattr__(self, name: str) -> Any:
        return getattr(engine.Listener(), name)


@dataclass(frozen=True)
class Base:
    """A tree, its configuration and the target that its commands work on.

    Attributes:
        config: what refdb.toml and the environment say.
        target: the name or URL of the target; None to look for it where config says.
        interactive: whether a person sits at a terminal, who may use the development database
            without having asked for it.
        listener: told what happens while a target is changed.
    """

    config: config.Config
    target: str | None = None
    interactive: bool = False
    listener: engine.Listener = field(
        default_factory=lambda: cast("engine.Listener", _Silence()), compare=False
    )

    @classmethod
    def load(cls, file: Path | None = None, target: str | None = None) -> Self:
        """Answers the project of this folder.

        Args:
            file: its refdb.toml; without it, the nearest one here or above.
            target: the name or URL of the target.

        Raises:
            BadRequestError: the configuration is wrong.
        """
        return cls(config.load(file), target)

    @cached_property
    def tree(self) -> trees.Tree:
        """The tree; raises BadTreeError where there is none."""
        return trees.read_tree(self.config.tree_folder, self.config.root)

    @contextmanager
    def connected(self, **options: str) -> Iterator[tuple[Connection, str]]:
        """Answers a connection to the target, and the target in words.

        Args:
            **options: server settings of the session.
        """
        target = config.resolve_target(self.config, self.target, interactive=self.interactive)
        with targets.url_of(target, self) as url:
            conn = db.connect(url, **options)
            with db.failures(), conn:
                self.listener.on_connect(conn)
                yield conn, targets.in_words(target, url)

    def with_migrations(self, migrations: tuple[trees.Migration, ...]) -> Self:
        """Answers the same project as if its tree had these migrations only."""
        shorter = replace(self.tree)
        vars(shorter)["migrations"] = migrations  # where cached_property keeps it
        one = replace(self)
        vars(one)["tree"] = shorter
        return one
