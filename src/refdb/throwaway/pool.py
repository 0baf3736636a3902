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
    LOOK = auto()
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
        read: given back, and nobody has written in them: to be looked at for the next one.
        old: given back, to be dropped.
        making: how many are being made or looked at.
        waiting: how many want one now.
        failed: the last one could not be made; none is made ahead until somebody wants one again.
        closing: nobody will want one any more.
    """

    ahead: int
    ready: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    read: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    making: int = 0
    waiting: int = 0
    failed: bool = False
    closing: bool = False

    @property
    def alive(self) -> int:
        """How many databases there are."""
        return len(self.ready) + len(self.taken) + len(self.read) + len(self.old)

    def next_work(self, *, idle: bool = False) -> Work:
        """Answers what to do next: who waits goes first, unless too many old ones have gathered.

        Args:
            idle: for a while nothing has happened.
        """
        if self.closing:
            return Work.DROP if self.old else Work.END
        if self.read:
            return Work.LOOK
        wanted = self.waiting + (0 if self.failed else self.ahead)
        if len(self.old) < MOST_OLD and len(self.ready) + self.making < wanted:
            return Work.MAKE
        if len(self.old) > FRESHLY_OLD or (self.old and idle):
            return Work.DROP
        return Work.WAIT

    def begin(self, work: Work) -> str:
        """Answers the clone that a work is done on, which is in no list meanwhile."""
        if work is Work.DROP:
            return self.old.pop(0)
        self.making += 1
        return self.read.pop(0) if work is Work.LOOK else ""

    def end(self, name: str, *, good: bool) -> None:
        """Takes a clone that was made or looked at.

        Args:
            name: the clone; empty where none could be made.
            good: somebody may have it.
        """
        self.making -= 1
        if name:  # who closed meanwhile has not seen it
            (self.ready if good and not self.closing else self.old).append(name)

    def give_back(self, name: str, *, written: bool) -> None:
        """Takes a clone back.

        Args:
            name: the clone.
            written: somebody may have written in it, so it is dropped.

        Raises:
            KeyError: nobody has it.
        """
        self.taken.remove(name)
        (self.old if written or self.closing else self.read).append(name)

    def close(self) -> None:
        """Everything is to be dropped."""
        self.closing = True
        self.old += [*self.ready, *self.read, *sorted(self.taken)]
        self.ready, self.read, self.taken = [], [], set()
