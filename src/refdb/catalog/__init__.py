"""What is in this database: identity by identity, in one round trip."""

from refdb.catalog.entry import Entry, Value
from refdb.catalog.read import Watch, snapshot
from refdb.catalog.snapshot import Snapshot
from refdb.catalog.state import CronState, read_cron_state, read_entries

__all__ = [
    "CronState",
    "Entry",
    "Snapshot",
    "Value",
    "Watch",
    "read_cron_state",
    "read_entries",
    "snapshot",
]
