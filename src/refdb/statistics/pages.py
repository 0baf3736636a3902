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
_ITEM: Final = struct.Struct("<I")
_NORMAL: Final = 1  # itemid.h, LP_NORMAL

# ginblock.h, GinMetaPageData from nPendingPages on: counters, with four bytes of padding.
_GIN_COUNTERS: Final = struct.Struct("<IqIIIxxxxq")
_GIN_PENDING: Final = _HEADER.size + 12

# brin_page.h, BrinMetaPageData: magic, version, pages per range, last page of the map.
_BRIN_MAGIC: Final = 0xA8109CFA
_BRIN_LAST: Final = _HEADER.size + 12
_LAST: Final = struct.Struct("<I")


def btree_pages(meta: bytes, height: int) -> bytes:
    """Answers the first pages of an empty B-tree of a height: metapage, leaf, and a root above.

    Between them one page a level, each with one downlink to the next: a legal tree, in which
    lookups find nothing.

    Args:
        meta: the metapage as `create index` wrote it.
        height: levels above the leaf.

    Raises:
        RefdbError: this is no B-tree that refdb knows.
    """
    magic, version = _MAGIC_AND_VERSION.unpack_from(meta, _HEADER.size)
    _check(magic == _BTREE_MAGIC and version in _BTREE_VERSIONS, "B-tree")
    root = height + 1
    roots = _ROOTS.pack(root, height, root, height)
    place = _HEADER.size + _MAGIC_AND_VERSION.size
    pages = [meta[:place] + roots + meta[place + len(roots) :]]
    pages += [_btree_page(level, is_root=level == height) for level in range(height + 1)]
    return b"".join(pages)


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


def _btree_page(level: int, *, is_root: bool) -> bytes:
    """Answers the only page of a level, which stands in the block behind its number."""
    flags = (0 if level else _LEAF) | (_ROOT if is_root else 0)
    tail = _BTREE_TAIL.pack(_NO_BLOCK, _NO_BLOCK, level, flags, 0)
    special = PAGE - len(tail)
    if not level:
        return _page(b"", b"", special) + tail
    child = _TUPLE.pack(0, level, 0, _IS_PIVOT | _TUPLE.size)
    item = _ITEM.pack((special - len(child)) | _NORMAL << 15 | len(child) << 17)
    return _page(item, child, special) + tail


def _page(items: bytes, tuples: bytes, special: int) -> bytes:
    """Answers a page up to its special space: header, line pointers, a hole, tuples."""
    lower, upper = _HEADER.size + len(items), special - len(tuples)
    header = _HEADER.pack(0, 0, 0, lower, upper, special, PAGE | _LAYOUT, 0)
    return header + items + bytes(upper - lower) + tuples


def _check(is_known: bool, what: str) -> None:
    if not is_known:
        raise RefdbError(f"the file of a {what} has a layout that refdb does not know")
