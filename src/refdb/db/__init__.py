"""Connections, and the one border at which the driver's errors become refdb's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.db.connection import (
    Connection,
    connect,
    connect_beside,
    describe,
    parse_url,
    redact,
)
from refdb.db.failures import failures, statement_failed
from refdb.db.run import Notice, run

if TYPE_CHECKING:
    from refdb.db.failures import Locate as Locate
    from refdb.db.failures import Place as Place

__all__ = [
    "Connection",
    "Notice",
    "connect",
    "connect_beside",
    "describe",
    "failures",
    "parse_url",
    "redact",
    "run",
    "statement_failed",
]
