"""SQL tests: each in a transaction of its own that is rolled back. pgTAP files as they are."""

from refdb.sqltest.coverage import Branch, Coverage, Routine, percent
from refdb.sqltest.judge import Outcome, judge, refusals
from refdb.sqltest.keep import leave_as_seen
from refdb.sqltest.profiler import EXTENSION as PROFILER_EXTENSION
from refdb.sqltest.profiler import Profiler
from refdb.sqltest.run import UNWATCHED, Case, Result, Watch, run, run_test
from refdb.sqltest.tap import Assertion
from refdb.sqltest.taprun import run_tap

__all__ = [
    "PROFILER_EXTENSION",
    "UNWATCHED",
    "Assertion",
    "Branch",
    "Case",
    "Coverage",
    "Outcome",
    "Profiler",
    "Result",
    "Routine",
    "Watch",
    "judge",
    "leave_as_seen",
    "percent",
    "refusals",
    "run",
    "run_tap",
    "run_test",
]
