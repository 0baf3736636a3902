"""An entry as bytes, and back: what is not exactly what was written under this name is refused."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

_MAGIC = b"rf1"
_HEAD = struct.Struct(">3sBIq16s16s16s")  # magic, form, checksum, fresh until, epoch, turn, mark
_PLAIN, _DEFLATED = 0, 1
#: Bytes: no answer is longer; a length that says so is none.
LONGEST_BODY = 64 * 1024 * 1024


class CorruptError(ValueError):
    """These bytes are no entry of that name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cached answer.

    Attributes:
        epoch: the word of all entries, when it was begun to be made; 16 bytes.
        turn: the tenant's word at that moment; 16 bytes.
        mark: its own word; 16 bytes.
        fresh_until: milliseconds of the clock; later it is served only while it is made anew.
        body: the answer.
    """

    epoch: bytes
    turn: bytes
    mark: bytes
    fresh_until: int
    body: bytes


def encode(key: str, entry: Entry, compress_from: int) -> bytes:
    """Answers an entry as bytes.

    Args:
        key: the name that it will be read under; under another it is refused.
        entry: what is kept.
        compress_from: bytes of the body from which it is compressed, when that makes it shorter.
    """
    form, body = _PLAIN, entry.body
    if len(body) >= compress_from:
        shorter = zlib.compress(body, 1)
        if len(shorter) < len(body):
            form, body = _DEFLATED, shorter
    words = (entry.fresh_until, entry.epoch, entry.turn, entry.mark)
    unsigned = _HEAD.pack(_MAGIC, form, 0, *words) + body
    return _HEAD.pack(_MAGIC, form, _checksum(key, unsigned), *words) + body


def decode(key: str, raw: bytes) -> Entry:
    """Answers the entry of a name.

    Raises:
        CorruptError: it is no entry, one of another name, or damaged.
    """
    if len(raw) < _HEAD.size:
        raise CorruptError("too short")
    magic, form, checksum, *words = _HEAD.unpack_from(raw)
    body = raw[_HEAD.size :]
    if magic != _MAGIC or checksum != _checksum(key, _HEAD.pack(magic, form, 0, *words) + body):
        raise CorruptError("not written under this name")
    fresh_until, epoch, turn, mark = words
    return Entry(epoch, turn, mark, fresh_until, _plain(form, body))


def _plain(form: int, body: bytes) -> bytes:
    if form == _PLAIN:
        return body
    if form != _DEFLATED:
        raise CorruptError("an unknown form")
    inflating = zlib.decompressobj()
    try:
        plain = inflating.decompress(body, LONGEST_BODY)
    except zlib.error:
        raise CorruptError("not compressed as it says") from None
    if not inflating.eof:
        raise CorruptError("longer than any answer")
    return plain


def _checksum(key: str, unsigned: bytes) -> int:
    return zlib.crc32(unsigned, zlib.crc32(key.encode()))
