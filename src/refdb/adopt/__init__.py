"""Takes over what another tool migrated: its files into a tree, its ledger into refdb's."""

from refdb.adopt.plan import Adoption, Item
from refdb.adopt.registry import NAMES
from refdb.adopt.take import Request, adopt

__all__ = ["NAMES", "Adoption", "Item", "Request", "adopt"]
