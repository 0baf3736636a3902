"""SQL tests: each in a transaction of its own that is rolled back."""

from refdb.sqltest.judge import Outcome, judge, refusals
from refdb.sqltest.run import Result, run

__all__ = ["Outcome", "Result", "judge", "refusals", "run"]
