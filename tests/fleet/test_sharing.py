"""One tree, read once, is looked at by the threads of all targets."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from refdb import engine, ledger, sqltext, tree

_ROOT = Path(__file__).parents[2]
_THREADS = 8


def test_threads_that_share_a_tree_plan_the_same() -> None:
    """Threads that first look at a tree at the same moment all find the same tasks in it."""

    def plan(migrations, together):
        together.wait()
        found = engine.plan_apply(migrations, ledger.Ledger())
        cron = engine.needs_cron(found.tasks)
        texts = [one.text for task in found.tasks for one in task.statements]
        return texts, found.refusals, cron and cron.migration.id

    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in range(3):
            sqltext.parsed.cache_clear()
            migrations = tree.read_tree(_ROOT / "sql", _ROOT).migrations
            together = threading.Barrier(_THREADS)
            begun = [pool.submit(plan, migrations, together) for _ in range(_THREADS)]
            answers = [one.result() for one in begun]
            assert answers == [answers[0]] * _THREADS
