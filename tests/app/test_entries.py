"""Names and bytes in Redis: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.cache import codec, keys
from referrals.cache.eraser import PERIODS

if TYPE_CHECKING:
    from uuid import UUID

_WORD = st.binary(min_size=16, max_size=16)
_ENTRIES = st.builds(
    codec.Entry, _WORD, _WORD, _WORD, st.integers(0, 2**63 - 1), st.binary(max_size=3000)
)
_VERSIONS = st.text("0123456789abcdef", min_size=1, max_size=12)


@given(st.text(), _ENTRIES, st.integers(0, 2000))
def test_what_is_written_is_read(key, entry, compress_from) -> None:
    """An entry comes back as it was, compressed or not."""
    assert codec.decode(key, codec.encode(key, entry, compress_from)) == entry


@given(st.text(), st.text(), _ENTRIES)
def test_an_entry_of_another_name_is_refused(key, other, entry) -> None:
    """Bytes that were copied to another name are no entry there."""
    raw = codec.encode(key, entry, 100)
    if key != other:
        with pytest.raises(codec.CorruptError):
            codec.decode(other, raw)


@given(st.text(), _ENTRIES, st.data())
def test_damaged_bytes_are_refused(key, entry, data) -> None:
    """A bit that is flipped, or an end that is missing, is found out."""
    raw = bytearray(codec.encode(key, entry, 100))
    place = data.draw(st.integers(0, len(raw) - 1))
    cut = bytes(raw[:place])
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    for damaged in (bytes(raw), cut):
        with pytest.raises(codec.CorruptError):
            codec.decode(key, damaged)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_an_entry(raw) -> None:
    """Nonsense raises the one error that means a miss."""
    with pytest.raises(codec.CorruptError):
        codec.decode("any", raw)


def test_an_answer_that_would_fill_the_memory_is_refused(monkeypatch) -> None:
    """Bytes that unfold to more than an answer can be are no entry."""
    word = b"0" * 16
    raw = codec.encode("any", codec.Entry(word, word, word, 0, b"a" * 5000), 1)
    monkeypatch.setattr(codec, "LONGEST_BODY", 4999)
    with pytest.raises(codec.CorruptError):
        codec.decode("any", raw)


@given(st.lists(st.tuples(_VERSIONS, st.uuids(), st.uuids()), min_size=2, max_size=2, unique=True))
def test_no_two_tenants_share_a_name(two) -> None:
    """Names of two versions, tenants or students differ, and none is another's lock or mark."""
    sets = [_names(*one) for one in two]
    (version, organization, _), (other_version, other_organization, _) = two
    shared = sets[0] & sets[1]
    if (version, organization) == (other_version, other_organization):
        assert not any("dashboard" in one for one in shared)
    else:
        assert not shared
    assert all(str(organization) in one and version in one for one in sets[0])


def _names(version: str, organization: UUID, student: UUID) -> set[str]:
    tenant = keys.Keys(version).tenant(organization)
    entries = [
        tenant.turn,
        tenant.standing,
        tenant.dashboard(student),
        *(tenant.leaderboard(period) for period in PERIODS),
    ]
    found = [*entries, *map(keys.lock, entries), *map(keys.mark, entries)]
    assert len(set(found)) == len(found)
    return set(found)
