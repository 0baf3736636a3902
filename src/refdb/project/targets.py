"""The target: its URL, its name for people, and the development database behind `dev`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb import db, engine
from refdb.late import late

with late():
    from refdb import catalog, throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.config import Target
    from refdb.db import Connection
    from refdb.engine import Task
    from refdb.project.base import Base


@contextmanager
def url_of(target: Target, project: Base) -> Iterator[str]:
    """Answers a target's URL; the development database is started for as long as it is used."""
    if not target.development:
        yield target.url
        return
    postgres = project.config.postgres
    with throwaway.open_development(project.config.root, postgres=postgres) as opened:
        throwaway.install_cron_stand_in(opened.url)
        yield opened.url


def in_words(target: Target, url: str) -> str:
    """Answers a target for people, without its password."""
    if target.development:
        return "the development database"
    named = f"{target.name}: " if target.url and "://" not in target.name else ""
    return f"{named}{db.describe(url)}" if url else "the database of libpq's variables"


def check_cron(conn: Connection, tasks: Sequence[Task]) -> None:
    """Raises RefusedError where schedules are to be made and there is no pg_cron."""
    task = engine.needs_cron(tasks)
    refusal = engine.cron_refusal(task, catalog.read_cron_state(conn)) if task else None
    if refusal:
        raise refusal
