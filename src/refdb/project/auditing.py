"""Audits the statements inside the tree's schema: on a throwaway, or on a target as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import db
from refdb.plans.audit import audit, places_of
from refdb.project.planning import grounds
from refdb.queries import load
from refdb.report.audit import Audit

if TYPE_CHECKING:
    from refdb.db import Connection
    from refdb.plans import Size
    from refdb.plans.audit import Audited
    from refdb.project.base import Base


def on_throwaway(project: Base, size: Size, postgres: int | None) -> Audit:
    """Audits the schema that the migrations give, planned as at a size."""
    with (
        grounds(project, postgres) as all_sizes,
        all_sizes.at(size) as ground,
        db.failures(),
        db.connect(ground.url) as conn,
    ):
        return Audit(ground.server, str(ground.size), _audited(project, conn))


def on_target(project: Base) -> Audit:
    """Audits the target's own schema, planned there: nothing is run, nothing is changed."""
    with project.connected() as (conn, where), conn.transaction(force_rollback=True):
        conn.execute(load("explain/on_target"))
        return Audit(
            f"{where}, PostgreSQL {conn.info.server_version // 10_000}", "", _audited(project, conn)
        )


def _audited(project: Base, conn: Connection) -> Audited:
    tree = project.tree
    return audit(conn, places_of(tree), contracts=tree.contracts, ignore=project.config.ignore)
