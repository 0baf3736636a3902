"""Writes files as sqlfluff would have them, as long as Postgres reads the same in them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from refdb.late import late
from refdb.lint.checkers import Edit
from refdb.lint.style.reader import linter_of

with late():
    from refdb.engine import edits as engine_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from refdb.lint.sources import Source

#: White space and the case of letters: where all of sqlfluff's repairs say something else.
_LAYOUT = "layout,capitalisation"
_ROUNDS = ("", _LAYOUT)


def edits(sources: Sequence[Source], root: Path) -> tuple[Edit, ...]:
    """Answers the files that change, each as it would be.

    Bodies in quotes stay as they are: they are a migration's words, too.

    Args:
        sources: the files.
        root: the project's folder, for its configuration.
    """
    linter_of.cache_clear()  # its configuration may have changed
    return tuple(one for source in sources for one in _edit(source, root))


def _edit(source: Source, root: Path) -> Iterator[Edit]:
    for rules in _ROUNDS:
        text = _fixed(source.text, root, rules)
        if text is None or text == source.text:
            return
        if engine_edits.is_cosmetic(source.text, text):
            yield Edit(source.path, text, ())
            return


def _fixed(text: str, root: Path, rules: str) -> str | None:
    """None where sqlfluff cannot read all of it."""
    linter = linter_of(root, rules)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            linted = linter.lint_string(text, fix=True)
            fixed, _ = linted.fix_string()
        except Exception:  # noqa: BLE001 - whatever sqlfluff stumbles over
            return None
    unread = any(one.rule_code() in {"PRS", "LXR", "TMP"} for one in linted.get_violations())
    return None if unread else str(fixed)
