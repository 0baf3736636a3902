"""The rules of the checker `bodies`."""

from __future__ import annotations

from refdb.findings import Level
from refdb.lint.checkers import Rule

NOT_CREATED = Rule("bodies/not-created", "the server takes every object's file", Level.ERROR)
ERROR = Rule("bodies/error", "no statement of a body fails for certain", Level.ERROR)
WARNING = Rule("bodies/warning", "nothing in a body is unused or never reached", Level.WARNING)
PERFORMANCE = Rule("bodies/performance", "no body casts or plans more than it must", Level.WARNING)
SECURITY = Rule("bodies/security", "no value becomes a statement", Level.ERROR)
COMPATIBILITY = Rule("bodies/compatibility", "bodies run on the next version too", Level.WARNING)
UNKNOWN_NAME = Rule("bodies/unknown-name", "what a body names is there", Level.ERROR)
UNREACHED = Rule("bodies/unreached", "some trigger runs each trigger function", Level.NOTE)
NAMES_ONLY = Rule("bodies/names-only", "bodies are checked by plpgsql_check", Level.NOTE)
NOT_CHECKED = Rule("bodies/not-checked", "bodies were looked at", Level.NOTE)

RULES = (
    NOT_CREATED,
    ERROR,
    WARNING,
    PERFORMANCE,
    SECURITY,
    COMPATIBILITY,
    UNKNOWN_NAME,
    UNREACHED,
    NAMES_ONLY,
    NOT_CHECKED,
)
