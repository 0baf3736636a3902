"""The claims of the snapshot: for each, a set-up, a change, its undo, and the line it must be.

They stand in claims/*.sql, a claim a block: `-- claim:` and the line, perhaps `-- since:` and the
first version that can do it or `-- hidden:` and why pg_dump shows nothing of it; the set-up; then
`-- change` and `-- undo`. `{s}` is the schema that the claim has for itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "claims"
_CLAIM = re.compile(
    r"-- claim: (?P<line>.*)\n"
    r"(-- since: (?P<since>\d+)\n)?"
    r"(-- hidden: (?P<hidden>.*)\n)?"
    r"(?P<setup>(?:(?!-- ).*\n)*)"
    r"-- change\n(?P<change>(?:(?!-- ).*\n)*)"
    r"-- undo\n(?P<undo>(?:(?!-- claim).*\n?)*)"
)


@dataclass(frozen=True)
class Claim:
    """One claim of the snapshot.

    Attributes:
        line: the one change that must be seen.
        setup: statements that come first.
        change: what is done.
        undo: what takes it back.
        since: the first version that can do it.
        hidden: why pg_dump shows nothing of it; empty where it does.
    """

    line: str
    setup: str
    change: str
    undo: str
    since: int
    hidden: str


def all_claims() -> dict[str, Claim]:
    """Every claim by a name that says what it is about."""
    claims = {}
    for path in sorted(_FOLDER.glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        found = list(_CLAIM.finditer(text))
        assert len(found) == text.count("-- claim: "), path
        for number, one in enumerate(found):
            parts = one.groupdict(default="")
            about = parts["line"].replace("{s}.", "")[:60]
            since = int(parts.pop("since") or 15)
            claims[f"{path.stem}-{number}-{about}"] = Claim(**parts, since=since)
    return claims
