"""Rules over headers: what must be there, and what it must not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb.findings import Level
from refdb.lint.house.text import OBJECTS, Found, holds
from refdb.lint.routines import routines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source

_MUST = {
    "migration": ("why",),
    "rollback": ("loses",),
    "function": ("purpose",),
    "view": ("purpose",),
    "trigger": ("purpose",),
    "schedule": ("purpose", "schedule"),
    "sample": ("purpose",),
}
_SAYS = {
    "why": "why: One sentence.",
    "loses": "loses: nothing, or what data goes",
    "purpose": "purpose: One sentence.",
    "schedule": "schedule: */5 * * * *",
}
# Git knows them, and a file's copy of them is wrong after the next commit.
_GIT_KNOWS = re.compile(
    r"^--\s*(author|authors|date|created|created by|created on|modified|last modified|updated|"
    r"version|changelog|history)\s*:\s*\S",
    re.IGNORECASE,
)
_LEAST_WORDS = 3  # of a reason; `true`, `yes` and `no way back` as such are none
_PHASES = ("expand", "contract")


@holds("header-missing", "each file's header says what its kind must say", _MUST)
def header_missing(source: Source) -> Iterator[Found]:
    """Answers the header keys that are not there."""
    for key in _MUST[source.kind]:
        if key not in source.header:
            yield Found(
                1,
                f"a {source.kind} must say `{key}`",
                f"Write `-- {_SAYS[key]}` on top of the file.",
            )


@holds(
    "header-sentence",
    "`why` and `purpose` are one sentence",
    (*OBJECTS, "migration", "sample"),
    level=Level.WARNING,
)
def header_sentence(source: Source) -> Iterator[Found]:
    """Answers a `why` or `purpose` that is no sentence."""
    for one in source.header.entries:
        if one.key in {"why", "purpose"} and not _is_sentence(one.value):
            yield Found(
                one.line,
                f"`{one.key}` is no sentence: it begins with a capital and ends with a full stop",
                f"Write `-- {one.key}: Why it is there, in one sentence.`",
            )


def _is_sentence(text: str) -> bool:
    """Names such as mv_analytics and digits begin a sentence too."""
    first = text.split(None, 1)[0]
    is_name = "_" in first or not first[0].isalpha() or not first.isalpha()
    return text.endswith((".", "?", "!")) and (first[0].isupper() or is_name)


@holds("header-history", "headers say nothing that git knows", (*_MUST, "contract", "test"))
def header_history(source: Source) -> Iterator[Found]:
    """Answers comments on top that give an author, a date or a version."""
    for number, line in enumerate(source.text.split("\n"), 1):
        if line.strip() and not line.startswith("--"):
            return
        if found := _GIT_KNOWS.match(line):
            yield Found(
                number,
                f"git knows the {found[1].lower()}, and this line will be wrong",
                "Take the line out: `git log` and `git blame` answer it.",
            )


@holds("irreversible-reason", "a migration without a way back says why", ("migration",))
def irreversible_reason(source: Source) -> Iterator[Found]:
    """Answers an `irreversible` that gives no reason."""
    for one in source.header.entries:
        if one.key == "irreversible" and len(one.value.split()) < _LEAST_WORDS:
            yield Found(
                one.line,
                f"`irreversible: {one.value}` gives no reason",
                "Write `-- irreversible: why nothing can bring it back`, or write the rollback.",
            )


@holds("phase-known", "a phase is expand or contract", ("migration",))
def phase_known(source: Source) -> Iterator[Found]:
    """Answers a phase that is neither."""
    for one in source.header.entries:
        if one.key == "phase" and one.value not in _PHASES:
            yield Found(
                one.line,
                f"`phase: {one.value}` is neither expand nor contract",
                "Write `-- phase: expand` where it adds, `-- phase: contract` where it takes away.",
            )


@holds("definer-reason", "a security definer function says why it is one", ("function",))
def definer_reason(source: Source) -> Iterator[Found]:
    """Answers a definer without its reason, and a reason without a definer."""
    definers = [one for one in routines_of(source) if one.is_definer]
    if definers and "definer" not in source.header:
        yield Found(
            definers[0].statement.line,
            f"{definers[0].name} runs with its owner's rights and does not say why",
            "Write `-- definer: reason` on top, or make it `security invoker`.",
        )
    if "definer" in source.header and not definers:
        yield Found(
            source.header.line("definer"),
            "gives a reason for `security definer`, which no function here has",
            "Take the line out.",
        )


@holds("volatile-reason", "a volatile function says what makes it so", ("function",))
def volatile_reason(source: Source) -> Iterator[Found]:
    """Answers a volatile function without its reason, and a reason without one."""
    routines = [one for one in routines_of(source) if one.name and not one.node.is_procedure]
    volatile = [one for one in routines if _volatility(one.options) == "volatile"]
    kept = [one for one in volatile if not _is_trigger(one.node)]
    if kept and "volatile" not in source.header:
        yield Found(
            kept[0].statement.line,
            f"{kept[0].name} is volatile and does not say what makes it so",
            "Write `-- volatile: what it changes` on top, or label it stable or immutable.",
        )
    if "volatile" in source.header and routines and not volatile:
        yield Found(
            source.header.line("volatile"),
            "gives a reason for `volatile`, which no function here is",
            "Take the line out.",
        )


def _volatility(options: dict[str, object]) -> str:
    given = options.get("volatility")
    return str(getattr(given, "sval", "volatile"))


def _is_trigger(node: Any) -> bool:
    """A trigger function is called by nothing that a plan could leave out."""
    return node.returnType is not None and node.returnType.names[-1].sval in {
        "trigger",
        "event_trigger",
    }


@holds("test-sentence", "a test's name is a sentence", ("test",), level=Level.WARNING)
def test_sentence(source: Source) -> Iterator[Found]:
    """Answers the tests whose name is no sentence."""
    for number, line in enumerate(source.text.split("\n"), 1):
        found = re.match(r"^-- test:\s*(.*?)\s*$", line)
        if found and found[1] and not _goes_on(source.text, number) and found[1][-1] not in ".?!":
            yield Found(
                number,
                f"the test's name is no sentence: {found[1]}",
                "Write what is expected, with a full stop.",
            )


def _goes_on(text: str, number: int) -> bool:
    after = text.split("\n")[number : number + 1]
    return bool(after) and re.match(r"^--\s{2,}\S", after[0]) is not None


RULES = (
    header_missing,
    header_sentence,
    header_history,
    irreversible_reason,
    phase_known,
    definer_reason,
    volatile_reason,
    test_sentence,
)
