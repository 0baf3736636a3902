"""Which clones there are and what is to be done next: values, decided without doing anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

# So many clones that were given back may wait to be dropped while others are wanted.
MOST_OLD = 6

# Whoever has just left a clone may not have gone yet, and the server looks again only after a tenth
# of a second. So the last ones that were given back are dropped when there is nothing else to do.
FRESHLY_OLD = 3


class Work(Enum):
    """What the maker of clones does next."""

    MAKE = auto()
    DROP = auto()
    WAIT = auto()
    END = auto()


@dataclass
class Pool:
    """The clones of a database, by name.

    Attributes:
        ahead: how many are made before anybody wants them.
        ready: made, nobody has them.
        taken: somebody has them.
        old: given back, to be dropped.
        waiting: how many want one now.
        failed: the last one could not be made; none is made ahead until somebody wants one again.
        closing: nobody will want one any more.
    """

    ahead: int
    ready: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    old: list[str] = field(default_factory=list)
    waiting: int = 0
    failed: bool = False
    closing: bool = False

    @property
    def alive(self) -> int:
        """How many databases there are."""
        return len(self.ready) + len(self.taken) + len(self.old)

    def next_work(self, *, idle: bool = False) -> Work:
        """Answers what to do next: who waits goes first, unless too many old ones have gathered.

        Args:
            idle: for a while nothing has happened.
        """
        if self.closing:
            return Work.DROP if self.old else Work.END
        wanted = self.waiting + (0 if self.failed else self.ahead)
        if len(self.old) < MOST_OLD and len(self.ready) < wanted:
            return Work.MAKE
        if len(self.old) > FRESHLY_OLD or (self.old and idle):
            return Work.DROP
        return Work.WAIT

    def give_back(self, name: str) -> None:
        """Takes a clone back, to be dropped.

        Raises:
            KeyError: nobody has it.
        """
        self.taken.remove(name)
        self.old.append(name)

    def close(self) -> None:
        """Everything is to be dropped."""
        self.closing = True
        self.old += [*self.ready, *sorted(self.taken)]
        self.ready, self.taken = [], set()
