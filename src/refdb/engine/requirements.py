"""What migrations need of a server before the first one is run. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.catalog import CronState
    from refdb.engine.plan import Task


def needs_cron(tasks: Iterable[Task]) -> Task | None:
    """Answers the first task that calls pg_cron's functions, None when there is none."""
    return next((task for task in tasks if _calls_cron(task)), None)


def _calls_cron(task: Task) -> bool:
    # Parsing is dear: only a text with the word in it is worth it.
    return "cron" in task.script.text and "cron" in sqltext.schemas_called(task.script.text)


def cron_refusal(task: Task, state: CronState) -> RefusedError | None:
    """Answers why a task cannot run on a target without pg_cron, None when it can.

    Args:
        task: one that calls pg_cron's functions.
        state: what the target has of pg_cron.
    """
    if state.has_schema:
        return None
    return RefusedError(
        "schedules jobs, and the target has no pg_cron",
        file=task.script.file,
        hint=_fix(state),
    )


def _fix(state: CronState) -> str:
    if not state.is_available:
        return (
            f"Install it on the server (Debian: apt-get install postgresql-{state.major}-cron), "
            "set shared_preload_libraries = 'pg_cron' and "
            f"cron.database_name = '{state.database}' in postgresql.conf, restart the server, "
            f'then run `create extension pg_cron` in "{state.database}" as a superuser.'
        )
    if state.database_name is None:
        return (
            "It is installed, but not loaded: set shared_preload_libraries = 'pg_cron' and "
            f"cron.database_name = '{state.database}' in postgresql.conf, restart the server, "
            f'then run `create extension pg_cron` in "{state.database}" as a superuser.'
        )
    if state.database_name != state.database:
        return (
            f'pg_cron lives in the database "{state.database_name}" of this server (setting '
            f"cron.database_name); set it to '{state.database}' and restart the server."
        )
    return f'Run `create extension pg_cron` in "{state.database}" as a superuser.'
