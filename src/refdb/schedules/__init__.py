"""Jobs of pg_cron: what the files say beside what the target has, and what became of their runs."""

from refdb.schedules.judge import judge
from refdb.schedules.perform import Performed, perform
from refdb.schedules.read import Seen, look, pg_cron, prune
from refdb.schedules.values import Facts, History, JobState, LiveJob, Run

__all__ = [
    "Facts",
    "History",
    "JobState",
    "LiveJob",
    "Performed",
    "Run",
    "Seen",
    "judge",
    "look",
    "perform",
    "pg_cron",
    "prune",
]
