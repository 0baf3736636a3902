"""A migration pair from changed object files, and whether files and migrations agree."""

from refdb.make.check import disagreements
from refdb.make.files import World, world_of
from refdb.make.pair import Pair, make_pair
from refdb.make.write import MADE

__all__ = ["MADE", "Pair", "World", "disagreements", "make_pair", "world_of"]
