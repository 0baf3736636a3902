"""What each rule of every check holds, in one sentence, and the page that says more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from refdb.late import late

with late():
    from refdb.lint import pages, registered, whole

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.lint import checkers

_SENTENCES = {
    "audit/duplicate-index": "No index is there twice.",
    "audit/foreign-key-index": "A foreign key's columns have an index.",
    "audit/function-per-row": "No function that reads tables is called for each row.",
    "audit/nested-loop": "No join looks into a table row by row, over and over.",
    "audit/nested-scan": "No table is read as a whole for each row of something else.",
    "audit/overlapping-index": "No index is the beginning of another one.",
    "audit/scan-in-loop": "No loop reads a whole table in each of its rounds.",
    "audit/seq-scan": "No statement reads a whole large table.",
    "audit/sort-spills": "No statement sorts more than fits into memory.",
    "audit/unused-ignore": "Every exception of an audit is still needed.",
    "audit/unused-index": "Every index is read by some statement.",
    "contract/bitmap": "A query reads the index that its contract names as a bitmap.",
    "contract/name": "The objects that a contract names are there.",
    "contract/query": "The server can plan a contract's query.",
    "contract/index": "A query uses the index that its contract names.",
    "contract/node": "A query's plan has no node that its contract forbids.",
    "contract/seq-scan": "A query reads no whole table that its contract forbids to.",
    "contract/sort": "A query sorts nothing where its contract forbids to.",
    "contract/max-cost": "A query costs no more than its contract allows.",
    "contract/max-rows": "No node of a plan expects more rows than its contract allows.",
    "contract/rows-within": "Rows are estimated as well as the contract demands.",
    "drift/missing": "What the migrations made is there.",
    "drift/changed": "What the migrations made is as they made it.",
    "drift/extra": "Nothing is there that no migration made.",
    "drift/unused-ignore": "Every exception excepts something.",
    "make/disagree": "The migrations give what the object files say.",
    "make/no-file": "Every object has its file.",
    "plan/worse": "No query is planned worse than before.",
    "prove/apply-fails": "A migration can be applied.",
    "prove/chain": "Rolled back from the top, nothing is left.",
    "prove/long-name": "No name is longer than Postgres keeps.",
    "prove/loses-data": "A rollback loses nothing that its header does not name.",
    "prove/no-rollback": "Every migration has a rollback, or says why there is none.",
    "prove/not-reversible": "A rollback restores what was there before.",
    "prove/rollback-fails": "A rollback can be run.",
    "test/coverage": "Tests run enough of the functions' lines.",
    "test/error": "A test raises the error that it expects, and no other.",
    "test/error-missing": "A test raises the error that it expects.",
    "test/false": "Every row that a test looks at is true.",
    "test/no-row": "A test looks at a row.",
    "test/assertion": "An assertion of a pgTAP file is true.",
    "test/plan": "A pgTAP file runs as many assertions as it plans, to its end.",
    "test/statement": "Every statement of a pgTAP file runs.",
    "test/nothing": "A test expects something.",
    "test/table": "A test's result is the table that it expects.",
    "tree/number": "Every migration has a number of its own.",
}


@dataclass(frozen=True)
class Rule:
    """What is told of a rule.

    Attributes:
        name: such as `safety/adding-required-field`.
        sentence: what it holds; its name where nobody wrote a sentence.
        page: its help, in Markdown; empty where it has none.
    """

    name: str
    sentence: str
    page: str = ""


def rule(name: str, root: Path) -> Rule:
    """Answers what is told of a rule: of lint's what its page says, of others one sentence.

    Args:
        name: its name.
        root: the project's folder.
    """
    known = _lint_rules().get(name)
    if known:
        sentence = f"{known.summary[:1].upper()}{known.summary[1:].rstrip('.')}."
        return Rule(name, sentence, pages.page_of(known, root))
    words = name.partition("/")[2].replace("-", " ")
    return Rule(name, _SENTENCES.get(name) or f"{name}: {words}")


@cache
def _lint_rules() -> dict[str, checkers.Rule]:
    every = (whole.CHECKER, *registered.CHECKERS)
    return {one.name: one for checker in every for one in checker.rules}
