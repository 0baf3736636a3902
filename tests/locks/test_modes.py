"""Which modes conflict, and what that means for readers and writers."""

from __future__ import annotations

import itertools

import psycopg
import pytest
from psycopg.sql import SQL

from refdb import db
from refdb.locks import CONFLICTS, Blocks, Mode
from refdb.locks.modes import blocks, strongest


def _conflict(one: db.Connection, other: db.Connection, held: Mode, asked: Mode) -> bool:
    lock = "lock table t in {mode} mode nowait"
    with one.transaction(force_rollback=True):
        one.execute(SQL(lock).format(mode=SQL(held.words)))
        try:
            with other.transaction(force_rollback=True):
                other.execute(SQL(lock).format(mode=SQL(asked.words)))
        except psycopg.errors.LockNotAvailable:
            return True
    return False


def test_conflicts_are_the_servers(each_database) -> None:
    """All 64 pairs conflict, or not, as two sessions find."""
    with db.connect(each_database) as one, db.connect(each_database) as other:
        one.execute("create table t ()")
        for held, asked in itertools.product(Mode, Mode):
            assert _conflict(one, other, held, asked) == (asked in CONFLICTS[held])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.ACCESS_SHARE, Blocks.NOTHING),
        (Mode.ROW_SHARE, Blocks.NOTHING),
        (Mode.ROW_EXCLUSIVE, Blocks.NOTHING),
        (Mode.SHARE_UPDATE_EXCLUSIVE, Blocks.SCHEMA_CHANGES),
        (Mode.SHARE, Blocks.WRITES),
        (Mode.SHARE_ROW_EXCLUSIVE, Blocks.WRITES),
        (Mode.EXCLUSIVE, Blocks.WRITES),
        (Mode.ACCESS_EXCLUSIVE, Blocks.READS),
    ],
)
def test_a_mode_blocks_what_conflicts_with_it(mode, expected) -> None:
    """Reads wait for ACCESS EXCLUSIVE alone, writes from SHARE on."""
    assert blocks([mode]) == expected


def test_modes_that_another_includes_do_not_matter() -> None:
    """ACCESS EXCLUSIVE includes every other; of two that do not include each other both stay."""
    assert strongest(Mode) == (Mode.ACCESS_EXCLUSIVE,)
    both = (Mode.SHARE_UPDATE_EXCLUSIVE, Mode.SHARE)
    assert strongest([Mode.ACCESS_SHARE, *both]) == both
