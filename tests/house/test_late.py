"""Modules that are loaded at their first use."""

from __future__ import annotations

import subprocess
import sys

_AT_ONCE = """
import threading
from refdb.late import late

with late():
    from refdb import plans

begin, wrong = threading.Barrier(8), []

def use():
    begin.wait()
    try:
        plans.check
    except Exception as error:
        wrong.append(error)

threads = [threading.Thread(target=use) for _ in range(8)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(wrong)
"""


def test_threads_that_use_a_module_first_all_find_it_whole() -> None:
    """What one thread is still loading is nothing that another finds half of."""
    ran = subprocess.run(
        [sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
