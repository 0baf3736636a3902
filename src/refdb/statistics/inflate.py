"""Makes the files of a planning copy as long as the statistics say: holes, and a few real pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.statistics.pages import (
    brin_page,
    btree_pages,
    empty_btree,
    entry,
    gin_page,
    visible_page,
)
from refdb.statistics.values import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Final

    from refdb.statistics.decide import FileSize, KeyEnds
    from refdb.statistics.ends import End
    from refdb.statistics.hold import Files
    from refdb.statistics.values import Index

#: A relation's file ends here and goes on in another: 1 GiB, RELSEG_SIZE of every package.
SEGMENT: Final = 1 << 30


def inflate(files: Files, wanted: Iterable[FileSize], keys: Mapping[End, bytes]) -> None:
    """Gives files their lengths and indexes their first pages.

    Args:
        files: the copy's files.
        wanted: what each becomes.
        keys: the ends of columns as an index has them.

    Raises:
        RefusedError: a file is not the copy's own.
        RefdbError: an index has a layout that refdb does not know.
    """
    heaps = set()
    for one in wanted:
        entries = _entries(one.ends, keys) if one.ends else ()
        if one.ends and entries:
            heaps.add(one.ends.heap)
        meta = files.first_page(str(one.file)) if one.index else b""
        head = first_pages(one.index, meta, one.pages, entries) if one.index else b""
        for number, size in segments(max(one.pages * PAGE, len(head))):
            name = f"{one.file}.{number}" if number else str(one.file)
            files.write(name, b"" if number else head, size, whole=bool(head))
    # An index's entry is believed without a look at its row where the row's page is all visible.
    for heap in heaps:
        files.write(f"{heap}_vm", visible_page(), PAGE, whole=True)


def _entries(ends: KeyEnds, keys: Mapping[End, bytes]) -> list[bytes]:
    """Answers the entries of a leaf: the smallest and the greatest value, in the index's order."""
    values = reversed(ends.values) if ends.is_descending else ends.values
    found = [keys.get((ends.type, value)) for value in values]
    return [entry(key, place, ends.keys) for place, key in enumerate(found, 1) if key is not None]


def first_pages(index: Index, meta: bytes, pages: int = 2, entries: Sequence[bytes] = ()) -> bytes:
    """Answers the first pages of an index, empty where nothing in them is to be changed.

    Args:
        index: what the planner is to find there.
        meta: its first page as it is.
        pages: pages that it will seem to have.
        entries: what a B-tree holds.
    """
    if index.method == "btree" and index.height is not None:
        return btree_pages(meta, index.height, entries) if pages > 1 else empty_btree(meta)
    if index.method == "gin" and index.gin:
        return gin_page(meta, index.gin)
    if index.method == "brin" and index.revmap_pages is not None:
        return brin_page(meta, index.revmap_pages)
    return b""


def segments(size: int) -> Iterator[tuple[int, int]]:
    """Answers the numbers and lengths of the files that hold so many bytes."""
    for number in range(max(1, -(-size // SEGMENT))):
        yield number, min(SEGMENT, size - number * SEGMENT)
