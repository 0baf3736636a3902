"""pg_cron's stand-in for servers that do not have it."""

from __future__ import annotations

from refdb import db
from refdb.queries import load

PARTS = ("cron_tables", "cron_schedules", "cron_stand_in")


def install_cron_stand_in(url: str) -> None:
    """Makes a schema cron with pg_cron's tables and functions, which records jobs and runs none.

    Does nothing where there is a schema cron already: pg_cron's own or an earlier stand-in. Its
    comment says what it is.

    Args:
        url: the database, as a superuser.

    Raises:
        CannotConnectError: nothing answers there.
        StatementFailedError: that user may not make it.
    """
    with db.connect(url) as conn, db.failures():
        has_cron = conn.execute(load("throwaway/has_cron")).fetchone()
        if has_cron != (True,):  # all of it or nothing: one text is one transaction
            db.run(conn, "\n".join(load(f"throwaway/{part}") for part in PARTS))
