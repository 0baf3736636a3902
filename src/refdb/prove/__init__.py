"""Does each rollback restore? Every migration up, down and up again, then all of them down."""

from refdb.prove.findings import lines, rollback_file
from refdb.prove.losses import loses
from refdb.prove.prove import Proofs, prove
from refdb.prove.rows import Loss
from refdb.prove.values import Break, Chain, Proof, Verdict
from refdb.prove.waits import find_waits

__all__ = [
    "Break",
    "Chain",
    "Loss",
    "Proof",
    "Proofs",
    "Verdict",
    "find_waits",
    "lines",
    "loses",
    "prove",
    "rollback_file",
]
