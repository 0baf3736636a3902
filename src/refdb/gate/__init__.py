"""The gate: runs checks beside each other and judges what they came to."""

from refdb.gate.run import run
from refdb.gate.values import Ended, Fix, Nothing, Part, State, exit_code, first_fix

__all__ = ["Ended", "Fix", "Nothing", "Part", "State", "exit_code", "first_fix", "run"]
