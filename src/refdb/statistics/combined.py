"""Extended statistics as bytes, the way the server keeps them.

The layouts are those of mvdistinct.c (statext_ndistinct_serialize), dependencies.c
(statext_dependencies_serialize) and mcv.c (statext_mcv_serialize), the same from 15 to 18, on a
little-endian machine.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from refdb.errors import RefdbError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from refdb.statistics.columns import MostCommonRow

#: Combinations of columns, each with its number.
Combinations = tuple[tuple[tuple[str, ...], float], ...]

_HEADER: Final = struct.Struct("<III")
_TYPE: Final = 1
_DISTINCT_MAGIC: Final = 0xA352BFA4
_DEPENDENCIES_MAGIC: Final = 0xB4549A2C
# The number, then how many columns, which takes four bytes in the one and two in the other.
_DISTINCT: Final = struct.Struct("<di")
_DEPENDENCY: Final = struct.Struct("<dh")

# mcv.c, ITEM_SIZE: a flag and an index of two bytes a column, and two frequencies between them.
_FREQUENCIES: Final = struct.Struct("<dd")
_INDEX_BYTES: Final = 2


def read_distinct(given: bytes, names: Mapping[int, str]) -> Combinations:
    """Answers combinations of columns with the number of their different values.

    Args:
        given: a pg_ndistinct as bytes.
        names: columns by their number.
    """
    return _read(given, names, _DISTINCT_MAGIC, _DISTINCT)


def read_dependencies(given: bytes, names: Mapping[int, str]) -> Combinations:
    """Answers combinations of columns with the degree to which the last follows from the others.

    Args:
        given: a pg_dependencies as bytes.
        names: columns by their number.
    """
    return _read(given, names, _DEPENDENCIES_MAGIC, _DEPENDENCY)


def distinct_bytes(given: Combinations, numbers: Mapping[str, int]) -> bytes | None:
    """Answers a pg_ndistinct as bytes, None for nothing.

    Args:
        given: combinations of columns with the number of their different values.
        numbers: the columns' numbers.
    """
    return _written(given, numbers, _DISTINCT_MAGIC, _DISTINCT)


def dependencies_bytes(given: Combinations, numbers: Mapping[str, int]) -> bytes | None:
    """Answers a pg_dependencies as bytes, None for nothing.

    Args:
        given: combinations of columns with their degree.
        numbers: the columns' numbers.
    """
    return _written(given, numbers, _DEPENDENCIES_MAGIC, _DEPENDENCY)


def most_common_bytes(
    made: bytes, items: Sequence[Sequence[str | None]], wanted: Sequence[MostCommonRow]
) -> bytes:
    """Answers a pg_mcv_list as bytes: the server's own, with other frequencies and order.

    Args:
        made: what the server made of the same combinations, each of which was there once.
        items: the combinations in the order in which they are there.
        wanted: the combinations with their frequencies, their values in the server's order.

    Raises:
        RefdbError: a combination is not there.
    """
    columns = len(items[0]) if items else 0
    size = columns * (1 + _INDEX_BYTES) + _FREQUENCIES.size
    start = len(made) - size * len(items)
    places = {tuple(item): place for place, item in enumerate(items)}
    found = []
    for row in wanted:
        place = places.get(row.values)
        if place is None or len(items) != len(wanted):
            raise RefdbError("a most common combination is written in another way here")
        item = made[start + place * size : start + (place + 1) * size]
        numbers = _FREQUENCIES.pack(row.frequency, row.base_frequency)
        found.append(item[:columns] + numbers + item[columns + len(numbers) :])
    return made[:start] + b"".join(found)


def _read(
    given: bytes, names: Mapping[int, str], magic: int, layout: struct.Struct
) -> Combinations:
    found_magic, kind, count = _HEADER.unpack_from(given)
    if (found_magic, kind) != (magic, _TYPE):
        raise RefdbError("extended statistics have a layout that refdb does not know")
    found, place = [], _HEADER.size
    for _ in range(count):
        number, columns = layout.unpack_from(given, place)
        place += layout.size
        positions = struct.unpack_from(f"<{columns}h", given, place)
        place += 2 * columns
        found.append((tuple(names[position] for position in positions), number))
    return tuple(found)


def _written(
    given: Combinations, numbers: Mapping[str, int], magic: int, layout: struct.Struct
) -> bytes | None:
    if not given:
        return None
    parts = [_HEADER.pack(magic, _TYPE, len(given))]
    for names, number in given:
        parts.append(layout.pack(number, len(names)))
        parts.append(struct.pack(f"<{len(names)}h", *(numbers[name] for name in names)))
    return b"".join(parts)
