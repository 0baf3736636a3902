"""The cache of templates: data directories of stopped servers, a tar archive each.

An archive is one file that is renamed into place when it is whole. So it is there or it is not,
whoever reads it keeps it open while another removes it, and a single stream unpacks it quicker than
any copy of a thousand small files.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.throwaway.lock import disown, lock
from refdb.throwaway.places import MEGABYTE, own_folder, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FOLDER = "templates"

# The cache's bounds; the templates that were not used for longest go first.
MOST_BYTES = 4096 * MEGABYTE
MOST_TEMPLATES = 48


@dataclass(frozen=True)
class Archive:
    """An open template.

    Attributes:
        file: its archive, at the start.
        size: the archive's bytes, about what it takes when unpacked.
        built: it was not there and has been built for this request.
    """

    file: IO[bytes]
    size: int
    built: bool


@contextmanager
def open_archive(cache: Path, name: str, build: Callable[[IO[bytes]], None]) -> Iterator[Archive]:
    """Opens a cached template, building it first where it is not there.

    Of several processes that want the same one, one builds and the others wait. A builder that
    dies leaves an unfinished file which the next one replaces.

    Args:
        cache: the cache folder.
        name: the template's file name, without its end.
        build: writes the archive into an open file.

    Raises:
        RefdbError: the cache cannot be written, or the build failed.
    """
    path = cache / FOLDER / f"{name}.tar"
    file, built = _opened(path), False
    if file is None:
        file, built = _opened_after_build(path, build)
    with file:
        with suppress(OSError):
            os.utime(file.fileno())
        yield Archive(file, os.fstat(file.fileno()).st_size, built)


def prune(cache: Path) -> None:
    """Removes templates that were not used for longest, until the cache is within its bounds.

    Args:
        cache: the cache folder.
    """
    kept = size = 0
    for path, info in _by_last_use(cache):
        kept, size = kept + 1, size + info.st_size
        if kept > MOST_TEMPLATES or (size > MOST_BYTES and kept > 1):
            _remove(path)
    for unfinished in (cache / FOLDER).glob("*.new"):
        _remove(unfinished)


def clean(cache: Path) -> tuple[int, ...]:
    """Removes every template but for those that are being built; answers the bytes of each.

    Args:
        cache: the cache folder.
    """
    removed = tuple(info.st_size for path, info in _by_last_use(cache) if _remove(path))
    prune(cache)
    return removed


def _opened(path: Path) -> IO[bytes] | None:
    with suppress(FileNotFoundError):
        return path.open("rb")
    return None


def _opened_after_build(path: Path, build: Callable[[IO[bytes]], None]) -> tuple[IO[bytes], bool]:
    """Answers a template that was not there a moment ago, and whether this process built it."""
    own_folder(path.parent, mode=0o700)
    with _writable(path.parent):
        descriptor = lock(_lock_of(path))
    try:
        there = _opened(path)
        if there is None:
            _build(path, build)
        file = there or path.open("rb")
    finally:
        if descriptor is not None:
            disown(descriptor)
    if there is None:
        prune(path.parent.parent)
    return file, there is None


def _build(path: Path, build: Callable[[IO[bytes]], None]) -> None:
    """Writes a template under another name, and gives it its own when it is whole and safe."""
    unfinished = path.with_suffix(".new")
    with _writable(path.parent):
        file = unfinished.open("wb")
    try:
        with file:
            build(file)
            with _writable(path.parent):
                os.fsync(file.fileno())
        with _writable(path.parent):
            unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Turns what the system says into one sentence about the cache."""
    try:
        yield
    except OSError as error:
        raise unwritable(folder, error) from None


def _by_last_use(cache: Path) -> list[tuple[Path, os.stat_result]]:
    """Answers the templates with what the file system knows of them, the last used first."""
    found: list[tuple[Path, os.stat_result]] = []
    for path in (cache / FOLDER).glob("*.tar"):
        with suppress(FileNotFoundError):
            found.append((path, path.stat()))
    return sorted(found, key=lambda pair: pair[1].st_mtime, reverse=True)


def _remove(path: Path) -> bool:
    """Answers whether a file of the cache was removed; not while its template is being built."""
    try:
        descriptor = lock(_lock_of(path), wait=False)
        if descriptor is None:
            return False
        path.unlink(missing_ok=True)
        _lock_of(path).unlink(missing_ok=True)
        disown(descriptor)
    except OSError as error:
        raise RefdbError(
            f"{path} cannot be removed: {error.strerror}", hint="Remove it by hand."
        ) from None
    return True


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")
