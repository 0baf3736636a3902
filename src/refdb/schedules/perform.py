"""Runs a job now, as pg_cron would: its command, in its database, as its user."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from psycopg import errors
from psycopg.sql import SQL, Identifier

from refdb import db
from refdb.errors import RefusedError, did_you_mean
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection
    from refdb.schedules.read import Seen
    from refdb.schedules.values import LiveJob


class Performed(NamedTuple):
    """A job that was run.

    Attributes:
        job: which.
        duration_ms: how long it took.
        said: what the server said of each statement, such as `SELECT 1`, and each notice.
    """

    job: LiveJob
    duration_ms: float
    said: tuple[str, ...]


def perform(conn: Connection, seen: Seen, name: str) -> Performed:
    """Runs a job's command and waits until it has ended.

    Args:
        conn: a connection to the server.
        seen: the jobs.
        name: which of them.

    Raises:
        RefusedError: there is no such job, a run of it is under way, or this user may not be the
            job's.
        StatementFailedError: the command failed.
    """
    job = _chosen(seen, name)
    with db.connect_beside(conn, database=job.database) as other:
        _become(other, job, seen.facts.user)
        said: list[str] = []
        other.add_notice_handler(
            lambda one: said.append(f"{one.severity}: {one.message_primary}".lower())
        )
        started = time.monotonic()
        with db.failures(), other.cursor() as cursor:
            cursor.execute(job.command.encode())
            while True:
                said.append(cursor.statusmessage or "")
                if not cursor.nextset():
                    break
        return Performed(job, (time.monotonic() - started) * 1000, tuple(said))


def _chosen(seen: Seen, name: str) -> LiveJob:
    jobs = [one for one in seen.jobs if one.name == name]
    if not jobs:
        hint = did_you_mean(name, [one.name for one in seen.jobs if one.name])
        raise RefusedError(f"the target has no job {name}", hint=hint)
    # Two users may have a job of this name: the own one is meant.
    job = next((one for one in jobs if one.user == seen.facts.user), jobs[0])
    if any(one.is_at_work for one in seen.runs if one.job == job.id):
        hint = "Wait until it has ended; pg_cron itself would not begin a second one either."
        raise RefusedError(f"a run of {name} is under way", hint=hint)
    return job


def _become(conn: Connection, job: LiveJob, user: str) -> None:
    if job.user == user:
        return
    name = Identifier(job.user)
    with db.failures():
        try:
            conn.execute(load("schedules/role_settings"), {"user": job.user})
            conn.execute(SQL(load("schedules/become")).format(user=name))
        except errors.InsufficientPrivilege:
            conn.execute(SQL(load("schedules/become_member")).format(user=name))
