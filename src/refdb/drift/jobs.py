"""Jobs of pg_cron that are there, but for another database. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from refdb.ddl.text import literal, unquoted
from refdb.diff import Action
from refdb.drift.owner import OWNER
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refdb.diff import Change

    #: The database of a job by its name and user.
    Elsewhere: TypeAlias = Mapping[tuple[str, str], str]

_KIND = "cron job "


def database_of(change: Change, elsewhere: Elsewhere) -> str:
    """Answers the database that a missing job is for; empty for anything else.

    Args:
        change: a difference from the files to the target.
        elsewhere: pg_cron's jobs for other databases.
    """
    if change.action is not Action.REMOVED or not change.key.startswith(_KIND):
        return ""
    return elsewhere.get((change.key.removeprefix(_KIND), change.before["owner"]), "")


def brought_back(change: Change) -> tuple[str, ...]:
    """Answers the statement that makes a job this database's again.

    `cron.schedule` would not: it takes the job that its user has under that name, and leaves it
    where it is.

    Args:
        change: that the job is missing.
    """
    job = change.before
    text = load("drift/bring_job_here").partition("\n")[2]
    return (
        text.rstrip().format(
            name=literal(change.key.removeprefix(_KIND)),
            user="current_user" if job["owner"] == OWNER else literal(unquoted(job["owner"])),
            schedule=literal(job["schedule"]),
            command=literal(job["command"]),
            active="false" if job.get("inactive") else "true",
        ),
    )
