"""The jobs of a target beside those of the files; one run now; old runs taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import schedules
from refdb.config import seconds
from refdb.db import failures
from refdb.report.schedules import JobRun, Pruned, Schedules
from refdb.tree.schedules import jobs_of

if TYPE_CHECKING:
    from refdb.project.base import Base


def look(project: Base) -> Schedules:
    """Answers the jobs of the files beside those of the target.

    Args:
        project: whose tree and target.

    Raises:
        RefusedError: there is no pg_cron.
    """
    files = jobs_of(project.tree.objects)
    with project.connected() as (conn, where), schedules.pg_cron(conn) as (other, database):
        elsewhere = {one.call.database for one in files if one.call.database}
        seen = schedules.look(other, {database, *elsewhere})
        place = other.info.dbname
    states = schedules.judge(files, seen, database)
    return Schedules(where, place, seen.facts, states, dict(project.config.ignore))


def run(project: Base, name: str) -> JobRun:
    """Runs a job of the target now, and waits until it has ended.

    Args:
        project: whose target.
        name: the job's name.

    Raises:
        RefusedError: there is no such job, or it is at work.
        StatementFailedError: its command failed.
    """
    with project.connected() as (conn, where), schedules.pg_cron(conn) as (other, database):
        seen = schedules.look(other, {database})
        return JobRun(where, schedules.perform(other, seen, name))


def prune(project: Base, older: str) -> Pruned:
    """Deletes old runs of the target's jobs from pg_cron's history.

    Args:
        project: whose target.
        older: how old, such as 7d.

    Raises:
        BadRequestError: that is no duration.
    """
    older_s = seconds(older, "--older")
    with (
        project.connected() as (conn, where),
        schedules.pg_cron(conn) as (other, database),
        failures(),
    ):
        return Pruned(where, older, schedules.prune(other, database, older_s))
