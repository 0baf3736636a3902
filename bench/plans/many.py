"""A schema of many tables, for how long statistics and sizes take to put in."""

from __future__ import annotations

import time

from psycopg.sql import SQL, Identifier

from bench.plans.sites import url_of
from refdb import db
from refdb.statistics import planning_copy, read_statistics
from refdb.throwaway import Template, open_throwaway

TABLES = 300
_TABLE = """
create table public.{name} (
    id bigint primary key, a integer not null, b text, c timestamptz, d numeric, e uuid,
    f boolean, g jsonb, h text, i date
);
create index on public.{name} (a, c);
create index on public.{name} (b);
create index on public.{name} (c) where f;
create index on public.{name} using gin (g)
"""
_ROWS = """
insert into public.{name}
select
    i, i % 100, 'b' || i % 777, timestamptz '2024-01-01 00:00+00' + i * interval '1 minute',
    i / 7.0, md5(i::text)::uuid, i % 5 = 0, '{{"a": 1}}', 'h' || i, date '2024-01-01' + i % 300
from generate_series(1, 1000) as i
"""


def copies(postgres: int, rounds: int, tables: int) -> list[float]:
    """Answers the seconds that a planning copy of many tables took, each round.

    Args:
        postgres: major version.
        rounds: how many.
        tables: how many.
    """
    template = Template(f"bench of {tables} tables {_TABLE}", lambda url: _make(url, tables))
    with open_throwaway(postgres=postgres, template=template) as opened:
        with db.connect(url_of(opened, "template1")) as conn:
            conn.execute("create database loaded template refdb strategy file_copy")
        with db.connect(url_of(opened, "loaded")) as conn:
            for number in range(tables):
                conn.execute(SQL(_ROWS).format(name=Identifier(f"t{number}")))
            conn.execute("analyze")
            wanted = read_statistics(conn)
        seconds = []
        for _ in range(rounds):
            began = time.perf_counter()
            with planning_copy(opened.url, opened.data, wanted):
                seconds.append(time.perf_counter() - began)
        return seconds


def _make(url: str, tables: int) -> None:
    with db.connect(url) as conn:
        for number in range(tables):
            conn.execute(SQL(_TABLE).format(name=Identifier(f"t{number}")))
