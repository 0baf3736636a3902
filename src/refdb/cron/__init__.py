"""When a job of pg_cron runs, by its schedule alone. Pure: no database."""

from refdb.cron.problems import Problem, cron_problems
from refdb.cron.runs import next_runs
from refdb.cron.schedule import Schedule, read_schedule

__all__ = ["Problem", "Schedule", "cron_problems", "next_runs", "read_schedule"]
