"""Many targets from one machine: who they are, who begins when, and the loop that runs them."""

from refdb.fleet.crew import run
from refdb.fleet.members import Member, read_members
from refdb.fleet.rule import Rule
from refdb.fleet.visit import Ended, Visit, Wait

__all__ = ["Ended", "Member", "Rule", "Visit", "Wait", "read_members", "run"]
