"""Throwaways with the tree's schema and sample data in them."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb import db, engine, ledger, throwaway
from refdb import sample as samples
from refdb.errors import BadRequestError
from refdb.queries import load
from refdb.report.answers import Cleaned

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from refdb.project.base import Base
    from refdb.throwaway import Throwaway

#: Of the sample data: the same rows every time.
SEED = 1
# Room that a row of sample data and all that goes with it needs while it is loaded.
_BYTES_A_ROW = 2_000


@contextmanager
def open_for(
    project: Base,
    *,
    postgres: int | None,
    sample: int | None,
    empty: bool = False,
    extensions: Collection[str] = (),
) -> Iterator[Throwaway]:
    """Opens a throwaway with a project's schema and sample data, built once and then cached."""
    wanted = postgres or project.config.postgres
    template = throwaway.Template(
        _key(project, sample, empty=empty),
        lambda url: build(project, url, sample, empty=empty),
        megabytes=(sample or 0) * _BYTES_A_ROW // 10**6,
    )
    with throwaway.open_throwaway(
        postgres=wanted,
        template=template,
        extensions=extensions,
        source=_source(project),
    ) as opened:
        yield opened


def in_words(opened: Throwaway) -> str:
    """Answers what server a throwaway is, for people."""
    return f"PostgreSQL {opened.major} ({opened.provider})"


def clean(project: Base) -> Cleaned:
    """Removes the cached templates of throwaways; answers what was removed."""
    folder, sizes = throwaway.clean_cache(_source(project))
    return Cleaned(folder, len(sizes), sum(sizes))


def _source(project: Base) -> throwaway.Source:
    config = project.config
    return throwaway.Source(config.provider, config.server, config.image)


def _key(project: Base, rows: int | None, *, empty: bool) -> str:
    """What a throwaway holds, as a hash of every text that goes into it."""
    texts = [f"sample {rows}, seed {SEED}, empty {empty}, analyzed, shrunk"]
    if not empty:
        texts += [one.apply.text for one in project.tree.migrations]
    if rows is not None:
        texts += project.tree.sample_texts
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def build(project: Base, url: str, rows: int | None, *, empty: bool) -> None:
    """Makes a project's schema and sample data in a database.

    Args:
        project: whose.
        url: the database, which is empty.
        rows: rows of sample data; None for none.
        empty: without the schema.
    """
    throwaway.install_cron_stand_in(url)
    if empty:
        return
    with db.failures(), db.connect(url) as conn:
        plan = engine.plan_apply(project.tree.migrations, ledger.Ledger())
        plan.check()
        for _ in engine.perform(conn, plan.tasks, engine.Settings(), engine.Listener()):
            pass
        if conn.execute(load("throwaway/is_worth_shrinking")).fetchall() == [(True,)]:
            conn.execute(load("throwaway/shrink"))
    if rows is not None:
        if not project.tree.samples:
            hint = "Write queries that make rows in sql/sample/, or leave the sample data out."
            raise BadRequestError("the tree has no sample data", hint=hint)
        samples.fill(url, project.tree.samples, rows=rows, seed=SEED)
        _analyze(url)


def _analyze(url: str) -> None:
    """What autovacuum would have done, where no file of the sample data does it."""
    # A page is known to be visible to all only when its commit is in the log for certain.
    with db.failures(), db.connect(url, synchronous_commit="on") as conn:
        if conn.execute(load("throwaway/is_analyzed")).fetchall() == [(False,)]:
            conn.execute(load("throwaway/analyze"))
