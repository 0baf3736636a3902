"""File locks: they end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Files that stand for this process alone. A child made by fork would hold their locks and pipes
# open after this process has ended, and what waits for that end would wait for the child.
_own: set[int] = set()


def own(descriptor: int) -> int:
    """Answers the same descriptor, from now on closed in every child made by fork."""
    _own.add(descriptor)
    return descriptor


def disown(descriptor: int) -> None:
    """Closes a descriptor that stood for this process."""
    _own.discard(descriptor)
    os.close(descriptor)


def lock(path: Path, *, shared: bool = False, wait: bool = True, make: bool = True) -> int | None:
    """Answers a descriptor that holds the lock on a file, None when another holds it.

    A lock on a file that was removed meanwhile is taken again on the new one.

    Args:
        path: the file.
        shared: others may hold it shared at the same time.
        wait: until it is free.
        make: the file, when it is not there.

    Raises:
        OSError: the file cannot be opened.
    """
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | (os.O_CREAT if make else 0)
    while True:
        descriptor = os.open(path, flags, 0o600)
        try:
            fcntl.flock(descriptor, how)
            if _is_file(descriptor, path):
                return own(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock on a file alone, waiting until it is free.

    Args:
        path: the file.

    Raises:
        OSError: the file cannot be opened.
    """
    descriptor = lock(path)
    try:
        yield
    finally:
        if descriptor is not None:
            disown(descriptor)


def _is_file(descriptor: int, path: Path) -> bool:
    """Answers whether a path still names the open file."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


def _close_in_child() -> None:
    for descriptor in _own:
        os.close(descriptor)
    _own.clear()


os.register_at_fork(after_in_child=_close_in_child)
