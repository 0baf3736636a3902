"""Compares a target with what its applied migrations give on a throwaway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import db, drift
from refdb.project.revisions import with_applied
from refdb.project.throwaways import open_for
from refdb.report.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refdb.catalog import Snapshot
    from refdb.project.base import Base


def find_drift(project: Base, ignore: Mapping[str, str]) -> Drift:
    """Answers how the target differs from what the migrations applied there give.

    Args:
        project: whose tree and target.
        ignore: by a finding's key the reason why it is left alone.

    Raises:
        RefusedError: the target's schema cannot be read now, as when somebody locks it.
        RefdbError: no throwaway of the target's major version can be had.
    """
    with project.connected() as (conn, where):
        seen = drift.look(conn)
    applied, live = seen.ledger.by_id, seen.snapshot
    there = with_applied(project, applied, where)
    expected = _expected(there, live.postgres)
    reasons = {**project.config.ignore, **ignore}
    drifted = drift.compare(expected, live, reasons, seen.jobs_elsewhere)
    return Drift(where, len(there.tree.migrations), drifted, tuple(drift.unused(drifted, ignore)))


def _expected(project: Base, postgres: int) -> Snapshot:
    with (
        open_for(project, postgres=postgres, sample=None) as opened,
        db.failures(),
        db.connect(opened.url) as conn,
    ):
        return drift.read(conn)
