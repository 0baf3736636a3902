"""The metrics' partitions while others write, and two runs of their upkeep at once."""

from __future__ import annotations

import threading

import psycopg
import pytest

from sessions import ask, at_once

_RUN = "select added, dropped, moved from public.maintain_referral_metrics()"
_COUNT = "select count(*) from public.referral_performance_metrics"


@pytest.fixture
def url(site) -> str:
    """Answers the whole schema without a school."""
    site.project.apply()
    return site.url


def test_upkeep_at_once_makes_each_partition_once(url) -> None:
    """Four runs at once: the eight days are made once, and no run fails."""
    assert sum(one[0][0] for one in at_once(4, lambda _: ask(url, _RUN))) == 8


def test_upkeep_beside_its_predecessor_does_nothing(url) -> None:
    """While one run is open another one returns at once, with nothing made."""
    with psycopg.connect(url) as first:
        assert first.execute(_RUN).fetchone() == (8, 0, 0)
        assert ask(url, "set statement_timeout = '10s'; " + _RUN) in ([], [(0, 0, 0)])
        assert ask(url, _RUN) == [(0, 0, 0)]


def test_no_row_is_lost_while_days_are_made(url) -> None:
    """Writers of today go on while their rows are moved from the default partition to the day's."""
    stop = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            ask(url, "select pg_sleep(0.2)")
            made = ask(url, _RUN)[0][0]
            stop.set()
            return made
        written = 0
        with psycopg.connect(url, autocommit=True) as conn:
            while not stop.is_set():
                conn.execute("select public.record_referral_metric('dashboard', 1)")
                written += 1
        return written

    made, *written = at_once(4, work)
    assert made == 8
    assert ask(url, _COUNT) == [(sum(written),)]
    assert ask(url, _COUNT.replace("from ", "from only ") + "_default") == [(0,)]


def test_a_busy_table_is_left_for_the_next_run(url) -> None:
    """A writer that does not end is waited for a second at most; the next run does the rest."""
    with psycopg.connect(url) as writer:
        writer.execute("select public.record_referral_metric('dashboard', 1)")
        assert ask(url, _RUN) == [(0, 0, 0)]
        writer.commit()
    assert ask(url, _RUN) == [(8, 0, 1)]
