"""refdb: schema as code for PostgreSQL, with proof."""

__version__ = "0.1.0"
