"""What a database's ledger says, as far as the engine's decisions need it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb import ledger
from refdb.engine.state import changed_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.db import Connection
    from refdb.tree import Migration


def look(conn: Connection, migrations: Sequence[Migration]) -> ledger.Ledger:
    """Answers a database's ledger, with the texts of what changed in the tree since it was run."""
    seen = ledger.read(conn)
    changed = [one for one in changed_ids(migrations, seen) if seen.by_id[one].apply_checksum]
    return replace(seen, texts=ledger.read_texts(conn, changed))
