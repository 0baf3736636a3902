"""What is pending; apply, roll back, refuse. Decided in pure functions, done in short loops."""

from typing import TYPE_CHECKING

from refdb.engine.guard import find_overwrites, refused_overwrites, with_overwrites
from refdb.engine.listener import Listener
from refdb.engine.look import look
from refdb.engine.perform import Done, perform
from refdb.engine.plan import Plan, Task, plan_apply, plan_redo, plan_rollback
from refdb.engine.reach import check_reach
from refdb.engine.requirements import cron_refusal, needs_cron
from refdb.engine.runner_lock import runner_lock
from refdb.engine.session import Settings
from refdb.engine.state import State, find, states

if TYPE_CHECKING:
    from refdb.engine.attempts import Waiting as Waiting
    from refdb.engine.backfill import Progress as Progress
    from refdb.engine.blockers import Blocker as Blocker
    from refdb.engine.progress import BuildProgress as BuildProgress

__all__ = [
    "Done",
    "Listener",
    "Plan",
    "Settings",
    "State",
    "Task",
    "check_reach",
    "cron_refusal",
    "find",
    "find_overwrites",
    "look",
    "needs_cron",
    "perform",
    "plan_apply",
    "plan_redo",
    "plan_rollback",
    "refused_overwrites",
    "runner_lock",
    "states",
    "with_overwrites",
]
