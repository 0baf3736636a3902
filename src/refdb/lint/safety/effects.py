"""What a statement does, gathered while its parse tree is read, and given as an observation is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.locks import FullRead, IndexBuild, Lock, Mode, Observation, Rewrite
from refdb.locks.modes import strongest

if TYPE_CHECKING:
    from refdb.lint.safety.world import Relation, World

_CATALOGS = ("pg_catalog.", "information_schema.")


class Effects:
    """Gathers what is done to relations that were there before the migration began.

    Args:
        world: what is known of them.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.locks: dict[str, set[Mode]] = {}
        self.rewrites: dict[str, bool] = {}
        self.builds: list[tuple[str, str]] = []
        self.reads: dict[str, None] = {}
        self.writes: list[str] = []  # tables of which every row is changed
        self.calling: list[str] = []  # the functions that are being looked into
        self.kinds: dict[str, str] = {}  # of what is dropped, by name
        self.doing: Any = None  # the statement, or its command, that is being read
        self.workers: list[Any] = []  # those that read or write a whole table
        self.hangs_on_zone = False  # another time zone of the session would change what it does
        self.is_complete = True

    def _is_old(self, name: str) -> bool:
        return not self.world.is_new(name) and not name.startswith(_CATALOGS)

    def lock(self, name: str, mode: Mode) -> None:
        """A relation is locked."""
        if self._is_old(name):
            if name not in self.world.indexes:
                self.world.relation(name)
            self.locks.setdefault(name, set()).add(mode)

    def lock_family(self, name: str, mode: Mode) -> None:
        """A relation is locked with its partitions and heirs."""
        for one in self.world.family(name):
            self.lock(one.name, mode)

    def read(self, name: str) -> None:
        """Every row of a relation, and of its partitions, is read."""
        for one in self.world.leaves(name):
            if self._is_old(one.name) and one.kind in {"table", "materialized view"}:
                self.reads[one.name] = None
                self._works()

    def rewrite(self, name: str, *, is_emptied: bool = False) -> None:
        """A relation, and its partitions, get new files, their indexes too."""
        for one in self.world.leaves(name):
            self._rewrite(one, is_emptied=is_emptied)

    def _works(self) -> None:
        if not any(one is self.doing for one in self.workers):
            self.workers.append(self.doing)

    def _rewrite(self, one: Relation, *, is_emptied: bool) -> None:
        if not self._is_old(one.name):
            return
        self.rewrites[one.name] = is_emptied
        self._works()
        if not is_emptied:
            self.read(one.name)
            for index in self.world.indexes_of(one.name):
                self.rewrites[index.name] = False

    def rebuild(self, index: str, table: str) -> None:
        """An index is built anew."""
        if self._is_old(table):
            self.rewrites[index] = False
            self.read(table)

    def build(self, table: str, index: str) -> None:
        """An index is built, on every partition."""
        for one in self.world.leaves(table):
            if self._is_old(one.name):
                own = [i.name for i in self.world.indexes_of(one.name) if i.parent == index]
                self.builds.append((one.name, own[0] if own else index))
                self.read(one.name)

    def rename(self, old: str, new: str) -> None:
        """A relation or index has another name, and stays the same to those who wait for it."""
        self.world.rename(old, new)

    def observation(self, statement: str, held: dict[str, set[Mode]]) -> Observation:
        """Answers it as refdb.locks does, and adds its locks to those that are held.

        Args:
            statement: its text.
            held: what earlier statements of the same transaction hold.
        """
        before = {name: set(modes) for name, modes in held.items()}
        for name, modes in self.locks.items():
            held.setdefault(name, set()).update(modes)
        return Observation(
            statement,
            tuple(
                self._lock(name, mode, is_new=mode not in before.get(name, ()))
                for name in sorted(held)
                for mode in strongest(held[name])
            ),
            tuple(self._rewritten(name) for name in sorted(self.rewrites)),
            tuple(IndexBuild(*one) for one in self.builds),
            tuple(FullRead(name, 0) for name in sorted(self.reads)),
            self.is_complete,
        )

    def _lock(self, name: str, mode: Mode, *, is_new: bool) -> Lock:
        index = self.world.indexes.get(name)
        if index is not None:
            return Lock(name, "index", mode, index.table, is_new)
        return Lock(name, self._kind(name), mode, name, is_new)

    def _kind(self, name: str) -> str:
        known = self.world.relations.get(name)
        return known.kind if known is not None else self.kinds.get(name, "table")

    def _rewritten(self, name: str) -> Rewrite:
        index = self.world.indexes.get(name)
        if index is not None:
            return Rewrite(name, "index", index.table)
        return Rewrite(name, self._kind(name), name, is_emptied=self.rewrites[name])
