"""First pages of indexes, as bytes: what the planner reads of an index besides its size.

The layouts are PostgreSQL's own, the same from 15 to 18: bufpage.h (PageHeaderData), itemid.h
(ItemIdData), itup.h (IndexTupleData), nbtree.h (BTMetaPageData, BTPageOpaqueData), ginblock.h
(GinMetaPageData) and brin_page.h (BrinMetaPageData), on a little-endian machine.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.statistics.values import PAGE, Gin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final


# bufpage.h: lsn, checksum, flags, lower, upper, special, size and layout version, oldest xid.
_HEADER: Final = struct.Struct("<QHHHHHHI")
_LAYOUT: Final = 4

# nbtree.h, BTPageOpaqueData: left and right sibling, level, flags, cycle.
_BTREE_TAIL: Final = struct.Struct("<IIIHH")
_LEAF: Final = 1 << 0
_ROOT: Final = 1 << 1
_NO_BLOCK: Final = 0

# nbtree.h, BTMetaPageData: magic, version, then root, level, fast root, fast level.
_BTREE_MAGIC: Final = 0x053162
_BTREE_VERSIONS: Final = (2, 3, 4)
_MAGIC_AND_VERSION: Final = struct.Struct("<II")
_ROOTS: Final = struct.Struct("<IIII")

# itup.h, IndexTupleData: block (high, low), offset, info. A pivot tuple without key columns, which
# is below everything: nbtree.h, BTreeTupleSetNAtts.
_TUPLE: Final = struct.Struct("<HHHH")
_IS_PIVOT: Final = 0x2000
_HAS_NULLS: Final = 0x8000
_FIRST_IS_KNOWN: Final = b"\x01" + bytes(7)  # IndexAttributeBitMapData, aligned
_ITEM: Final = struct.Struct("<I")
_NORMAL: Final = 1  # itemid.h, LP_NORMAL

# ginblock.h, GinMetaPageData from nPendingPages on: counters, with four bytes of padding.
_GIN_COUNTERS: Final = struct.Struct("<IqIIIxxxxq")
_GIN_PENDING: Final = _HEADER.size + 12

# brin_page.h, BrinMetaPageData: magic, version, pages per range, last page of the map.
_BRIN_MAGIC: Final = 0xA8109CFA
_BRIN_LAST: Final = _HEADER.size + 12
_LAST: Final = struct.Struct("<I")


def btree_pages(meta: bytes, height: int, entries: Sequence[bytes] = ()) -> bytes:
    """Answers the first pages of a small B-tree of a height: metapage, leaf, and a root above.

    Between them one page a level, each with one downlink to the next: a legal tree, in which
    lookups find these entries and no other.

    Args:
        meta: the metapage as `create index` wrote it.
        height: levels above the leaf.
        entries: what the leaf has, in the index's order, from `entry`.

    Raises:
        RefdbError: this is no B-tree that refdb knows.
    """
    magic, version = _MAGIC_AND_VERSION.unpack_from(meta, _HEADER.size)
    _check(magic == _BTREE_MAGIC and version in _BTREE_VERSIONS, "B-tree")
    root = height + 1
    roots = _ROOTS.pack(root, height, root, height)
    place = _HEADER.size + _MAGIC_AND_VERSION.size
    pages = [meta[:place] + roots + meta[place + len(roots) :]]
    pages.append(_btree_page(0, entries, is_root=not height))
    for level in range(1, height + 1):
        down = _TUPLE.pack(0, level, 0, _IS_PIVOT | _TUPLE.size)
        pages.append(_btree_page(level, [down], is_root=level == height))
    return b"".join(pages)


def entry(key: bytes, place: int, keys: int) -> bytes:
    """Answers an entry of a leaf that points into its table's first page.

    Args:
        key: the value of the first column, as an index of it alone has it.
        place: its row's number in the page, counted from 1.
        keys: columns of the index; those after the first are null.
    """
    bitmap = _FIRST_IS_KNOWN if keys > 1 else b""
    info = _TUPLE.size + len(bitmap) + len(key) | (_HAS_NULLS if bitmap else 0)
    return _TUPLE.pack(0, 0, place, info) + bitmap + key


def leaf_entries(index: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Answers block, place in it and key of each entry of a B-tree of one column.

    Args:
        index: the whole index, built without joined duplicates.
    """
    for start in range(PAGE, len(index), PAGE):
        page = index[start : start + PAGE]
        _, right, level, flags, _ = _BTREE_TAIL.unpack_from(page, PAGE - _BTREE_TAIL.size)
        if level or not flags & _LEAF:
            continue
        lower = _HEADER.unpack_from(page)[3]
        first = _HEADER.size + (_ITEM.size if right else 0)  # behind the page's own bound
        for place in range(first, lower, _ITEM.size):
            (item,) = _ITEM.unpack_from(page, place)
            offset, length = item & 0x7FFF, item >> 17
            high, low, number, info = _TUPLE.unpack_from(page, offset)
            if not info & _HAS_NULLS:
                yield high << 16 | low, number, page[offset + _TUPLE.size : offset + length]


def visible_page() -> bytes:
    """Answers the page of a visibility map that says: of the first page all rows are visible.

    visibilitymap.h: two bits a page of the table, the lower one for visible.
    """
    return _page(b"", b"", PAGE)[: _HEADER.size] + b"\x01" + bytes(PAGE - _HEADER.size - 1)


def empty_btree(meta: bytes) -> bytes:
    """Answers the metapage of a B-tree that has no entry yet, and no other page.

    Args:
        meta: the metapage as `create index` or later entries wrote it.
    """
    place = _HEADER.size + _MAGIC_AND_VERSION.size
    return meta[:place] + bytes(_ROOTS.size) + meta[place + _ROOTS.size :]


def gin_page(meta: bytes, gin: Gin) -> bytes:
    """Answers a GIN index's metapage with these counters.

    Args:
        meta: the metapage as `create index` wrote it.
        gin: the counters.
    """
    counters = _GIN_COUNTERS.pack(
        gin.pending_pages,
        gin.pending_rows,
        gin.total_pages,
        gin.entry_pages,
        gin.data_pages,
        gin.entries,
    )
    return meta[:_GIN_PENDING] + counters + meta[_GIN_PENDING + len(counters) :]


def read_gin_page(meta: bytes) -> Gin:
    """Answers the counters in a GIN index's metapage.

    Args:
        meta: its beginning, 128 bytes or more.
    """
    return Gin(*_GIN_COUNTERS.unpack_from(meta, _GIN_PENDING))


def read_brin_page(meta: bytes) -> int:
    """Answers the last page of a BRIN index's map of ranges.

    Args:
        meta: the beginning of its metapage, 128 bytes or more.
    """
    return int(_LAST.unpack_from(meta, _BRIN_LAST)[0])


def brin_page(meta: bytes, revmap_pages: int) -> bytes:
    """Answers a BRIN index's metapage with a map of ranges of so many pages.

    Args:
        meta: the metapage as `create index` wrote it.
        revmap_pages: pages of the map, which begins behind the metapage.

    Raises:
        RefdbError: this is no BRIN index that refdb knows.
    """
    _check(_LAST.unpack_from(meta, _HEADER.size)[0] == _BRIN_MAGIC, "BRIN index")
    return meta[:_BRIN_LAST] + _LAST.pack(revmap_pages) + meta[_BRIN_LAST + _LAST.size :]


def _btree_page(level: int, entries: Sequence[bytes], *, is_root: bool) -> bytes:
    """Answers the only page of a level, which stands in the block behind its number."""
    flags = (0 if level else _LEAF) | (_ROOT if is_root else 0)
    tail = _BTREE_TAIL.pack(_NO_BLOCK, _NO_BLOCK, level, flags, 0)
    items, tuples, place = b"", b"", PAGE - len(tail)
    for one in entries:
        place -= len(one)
        items += _ITEM.pack(place | _NORMAL << 15 | len(one) << 17)
        tuples = one + tuples
    return _page(items, tuples, PAGE - len(tail)) + tail


def _page(items: bytes, tuples: bytes, special: int) -> bytes:
    """Answers a page up to its special space: header, line pointers, a hole, tuples."""
    lower, upper = _HEADER.size + len(items), special - len(tuples)
    header = _HEADER.pack(0, 0, 0, lower, upper, special, PAGE | _LAYOUT, 0)
    return header + items + bytes(upper - lower) + tuples


def _check(is_known: bool, what: str) -> None:
    if not is_known:
        raise RefdbError(f"the file of a {what} has a layout that refdb does not know")
