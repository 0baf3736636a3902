"""File locks: they end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Held = TypeVar("Held", int, socket.socket)

# What stands for this process alone. A child made by fork would hold their locks and pipes
# open after this process has ended, and what waits for that end would wait for the child.
_own: set[int | socket.socket] = set()


def own(held: Held) -> Held:
    """Answers the same descriptor or socket, from now on closed in every child made by fork."""
    _own.add(held)
    return held


def disown(held: int | socket.socket) -> None:
    """Closes a descriptor or socket that stood for this process."""
    _own.discard(held)
    _close(held)


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


def _close(held: int | socket.socket) -> None:
    if isinstance(held, int):
        os.close(held)
    else:
        held.close()


def _close_in_child() -> None:
    for held in _own:
        _close(held)
    _own.clear()


os.register_at_fork(after_in_child=_close_in_child)
