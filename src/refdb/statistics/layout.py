"""JSON for people: sorted keys, one thing a line, and a list of plain values on one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = "  "


def laid_out(value: Any) -> str:
    """Answers a JSON text; what its outermost object has stands in the object's own order.

    Args:
        value: objects with text keys, lists, texts, numbers, truth values and None.
    """
    return "".join(_object(value, "", value)) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield from _object(value, indent, sorted(value))
    elif isinstance(value, list) and any(isinstance(one, list | dict) for one in value):
        inner = indent + _STEP
        yield "[\n"
        yield ",\n".join(f"{inner}{_compact(one)}" for one in value)
        yield f"\n{indent}]"
    else:
        yield _compact(value)


def _object(value: Any, indent: str, keys: Any) -> Iterator[str]:
    inner = indent + _STEP
    comma = "{\n"
    for key in keys:
        yield f"{comma}{inner}{_compact(key)}: "
        yield from _lines(value[key], inner)
        comma = ",\n"
    yield f"\n{indent}}}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
