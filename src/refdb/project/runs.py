"""What runs on throwaways: contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import db
from refdb import plans as contracts
from refdb.errors import BadRequestError
from refdb.project.throwaways import in_words, open_for
from refdb.report.answers import Explained

if TYPE_CHECKING:
    from refdb.plans import Verdict
    from refdb.project.base import Base


def explain(project: Base, *, rows: int, postgres: int | None) -> Explained:
    """Judges every contract on throwaways, one for each size that the contracts ask for."""
    all_contracts = project.tree.contracts
    if not all_contracts:
        hint = "Write one in sql/plans/: a query with `-- expect: index NAME` on top."
        raise BadRequestError("the tree has no contract", hint=hint)
    judged: dict[str, tuple[Verdict, int]] = {}
    server = ""
    for size in sorted({one.rows or rows for one in all_contracts}):
        of_size = [one for one in all_contracts if (one.rows or rows) == size]
        with open_for(project, postgres=postgres, sample=size) as opened:
            server = in_words(opened)
            with db.failures(), db.connect(opened.url) as conn:
                for verdict in contracts.check(conn, of_size):
                    judged[verdict.contract.name] = (verdict, size)
    return Explained(server, tuple(judged[one.name] for one in all_contracts))
