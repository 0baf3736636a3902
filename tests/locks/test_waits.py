"""How long others wait, by the stated model."""

from __future__ import annotations

from refdb.locks import Blocks, FullRead, IndexBuild, Lock, Mode, Model, Observation, Rewrite, waits
from refdb.locks.waits import count, duration

# A second a million rows for each kind of work, and a disk that takes no time.
_PLAIN = Model(scan=1, copy=1, index=1, disk=1e30)


def _lock(mode: Mode, relation: str = "public.t", kind: str = "table") -> Lock:
    return Lock(relation, kind, mode, "public.t", is_new=True)


def _seconds(seen: Observation, model: Model = _PLAIN) -> float:
    return round(waits([seen], 1_000_000, model=model)[0].seconds, 3)


_AE = (_lock(Mode.ACCESS_EXCLUSIVE),)
_READ = (FullRead("public.t", 1),)
_COPIED = (Rewrite("public.t", "table", "public.t"),)


def test_a_metadata_change_is_a_moment() -> None:
    """It is told that the lock is waited for behind the longest transaction."""
    (wait,) = waits([Observation("alter", _AE)], 1_000_000)
    assert wait.sentence == (
        "reads and writes on public.t wait for a moment, "
        "once the longest transaction on it has ended"
    )


def test_work_is_counted_by_its_kind() -> None:
    """A scan counts once, a copy and each index with the scan that they need."""
    index = (Rewrite("public.i", "index", "public.t"),)
    assert _seconds(Observation("check", _AE, reads=_READ)) == 1
    assert _seconds(Observation("rewrite", _AE, rewrites=_COPIED, reads=_READ)) == 1
    assert _seconds(Observation("type", _AE, rewrites=_COPIED + index, reads=_READ)) == 2
    build = (IndexBuild("public.t", "public.i"),)
    assert _seconds(Observation("index", _AE, builds=build, reads=_READ)) == 1


def test_an_emptied_table_costs_nothing() -> None:
    """TRUNCATE gives a new file, and copies no row."""
    emptied = (Rewrite("public.t", "table", "public.t", is_emptied=True),)
    assert _seconds(Observation("truncate", _AE, rewrites=emptied)) == 0


def test_the_disk_reads_and_writes_what_is_worked_on() -> None:
    """A scan is one pass over the table, a copy three, an index two over its entries."""
    disk = Model(scan=0, copy=0, index=0, entry=10, disk=100e6)
    assert _seconds(Observation("check", _AE, reads=_READ), disk) == 1
    assert _seconds(Observation("rewrite", _AE, rewrites=_COPIED, reads=_READ), disk) == 3
    build = (IndexBuild("public.t", "public.i"),)
    assert _seconds(Observation("index", _AE, builds=build, reads=_READ), disk) == 1.2


def test_a_lock_lasts_to_the_end_of_its_transaction() -> None:
    """Writes wait from the first statement, reads from the second on."""
    seen = [
        Observation("first", (_lock(Mode.SHARE),), reads=_READ),
        Observation("second", _AE, reads=_READ),
    ]
    found = waits(seen, 1_000_000, model=_PLAIN)
    assert [(one.blocks, one.seconds, one.statement) for one in found] == [
        (Blocks.WRITES, 2, "first"),
        (Blocks.READS, 1, "second"),
    ]
    alone = waits(seen, 1_000_000, model=_PLAIN, transactional=False)
    assert [(one.blocks, one.seconds) for one in alone] == [(Blocks.READS, 1), (Blocks.WRITES, 1)]


def test_work_on_another_table_is_waited_for_as_well() -> None:
    """A table that is only locked waits while another is read; rows are each table's own."""
    locks = (*_AE, Lock("public.p", "table", Mode.SHARE_ROW_EXCLUSIVE, "public.p", is_new=True))
    seen = Observation("fk", locks, reads=_READ)
    found = waits([seen], {"public.t": 40_000_000}, model=_PLAIN)
    assert [one.sentence for one in found] == [
        "reads and writes on public.t wait about 40 s at 40M rows (estimate)",
        "writes on public.p wait about 40 s at 0 rows (estimate)",
    ]


def test_a_lock_on_an_index_stops_the_readers_of_its_table() -> None:
    """Planning a query opens every index."""
    seen = Observation("reindex", (_lock(Mode.ACCESS_EXCLUSIVE, "public.i", "index"),))
    assert [(one.relation, one.blocks) for one in waits([seen], 1)] == [("public.t", Blocks.READS)]


def test_durations_and_counts_have_the_digits_of_an_estimate() -> None:
    """Two digits, in the unit that people would say."""
    assert [duration(one) for one in (0.123, 1.26, 43.2, 130, 9000)] == [
        "0.1 s",
        "1.3 s",
        "43 s",
        "2.2 min",
        "2.5 h",
    ]
    assert [count(one) for one in (7, 10_000, 2_500_000, 10**9)] == ["7", "10k", "2.5M", "1B"]
