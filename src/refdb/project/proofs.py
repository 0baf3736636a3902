"""Proves the tree's migrations on throwaways."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb import engine, prove, sample
from refdb.errors import BadRequestError
from refdb.project.throwaways import SEED, open_for
from refdb.report.proofs import Proved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.locks import Wait
    from refdb.project.base import Base


def prove_tree(
    project: Base,
    *,
    start: str | None,
    rows: int | None,
    postgres: int | None,
    lock_rows: int | None = None,
) -> Proved:
    """Proves a project's migrations.

    Args:
        project: whose.
        start: the first that is proved; those before it are only applied. None for all.
        rows: rows of sample data; None for none.
        postgres: major version of the throwaways.
        lock_rows: rows of every table that the waits for locks are told for; None to not look.
    """
    migrations = project.tree.migrations
    if not migrations:
        hint = "Write the first one with `refdb new NAME`."
        raise BadRequestError("the tree has no migration", hint=hint)
    ids = [one.id for one in migrations]
    first = ids.index(engine.find(ids, start)) if start else 0
    if rows is not None and not project.tree.samples:
        hint = "Write queries that make rows in sql/sample/, or leave --data out."
        raise BadRequestError("the tree has no sample data", hint=hint)
    servers: list[str] = []

    @contextmanager
    def ground() -> Iterator[str]:
        with open_for(project, postgres=postgres, sample=None, empty=True) as opened:
            servers.append(f"PostgreSQL {opened.major} ({opened.provider})")
            yield opened.url

    def fill(url: str) -> None:
        sample.fill(url, project.tree.samples, rows=rows or 0, seed=SEED)

    started = time.perf_counter()
    proofs = prove.prove(ground, migrations, start=first, fill=fill if rows is not None else None)
    waits: Mapping[str, tuple[Wait, ...]] = {}
    if lock_rows is not None:
        with ground() as url:
            waits = prove.find_waits(url, migrations, start=first, rows=lock_rows)
    duration_ms = (time.perf_counter() - started) * 1000
    return Proved(servers[0], proofs, rows, duration_ms, waits, lock_rows)
