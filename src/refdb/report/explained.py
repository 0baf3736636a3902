"""What became of contracts: values, and their words for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.late import late
from refdb.report.cells import Told
from refdb.report.counts import counted
from refdb.report.planned import WIDTH, drawn, filled
from refdb.report.suites import Case, Suite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.findings import Finding
    from refdb.plans import Breach, Verdict
    from refdb.report.audit import Audit

with late():
    from refdb.report import explained_json

_LABEL = 9  # columns before what is said of a broken promise


@dataclass(frozen=True)
class Explained(Told):
    """The contracts' verdicts.

    Attributes:
        server: the server in words.
        verdicts: one for each contract and size.
        all_plans: whether the plans of those that were kept are shown, too.
        audit: what the statements inside the schema came to; None where nobody asked.
        notes: where plans were not made on what was asked for, and why.
    """

    server: str
    verdicts: tuple[Verdict, ...]
    all_plans: bool = False
    audit: Audit | None = None
    notes: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every promise that was not kept, and what the audit found."""
        broken = tuple(one for verdict in self.verdicts for one in verdict.findings)
        return (*broken, *(self.audit.findings if self.audit else ()))

    @property
    def looked_at(self) -> str:
        """What was looked at, in words."""
        return counted(len(self.verdicts), "contract")

    @property
    def suites(self) -> tuple[Suite, ...]:
        """Every contract, and what the audit found where there was one."""
        audited = self.audit.suites if self.audit else ()
        broken = tuple(one for verdict in self.verdicts for one in verdict.findings)
        cases = tuple(map(_case, self.verdicts))
        return (Suite("explain", broken, cases, server=self.server), *audited)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for verdict in self.verdicts:
            if verdict.kept:
                yield from self._kept(verdict)
            else:
                yield from _broken(verdict)
        if self.verdicts:
            for note in self.notes:
                yield from _labelled("note", (note,))
            is_broken = any(not one.kept for one in self.verdicts)
            yield self._tally(), "bold" if is_broken else "bold green"
        yield from self.audit.lines() if self.audit else ()

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers the lines of what was broken."""
        for verdict in self.verdicts:
            if not verdict.kept:
                yield from _broken(verdict)
        yield from self.audit.wrong() if self.audit else ()

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        contracts = [explained_json.verdict_as_dict(one) for one in self.verdicts]
        audited = {"audit": self.audit.as_dict()} if self.audit else {}
        return {
            "server": self.server,
            "contracts": contracts,
            "notes": list(self.notes),
            **audited,
        }

    @property
    def _usual_size(self) -> str:
        """The size of most: it is told once."""
        sizes = Counter(str(one.size) for one in self.verdicts if not one.size.target)
        return sizes.most_common(1)[0][0] if sizes else ""

    def _kept(self, verdict: Verdict) -> Iterator[tuple[str, str]]:
        promises = "; ".join(verdict.contract.promises)
        usual = verdict.size.target or str(verdict.size) == self._usual_size
        at = "" if usual else f" ({verdict.size})"
        word = "kept  " if promises else "plan  "
        line = f"{word} {verdict.contract.name}{at}{': ' if promises else ''}{promises}"
        yield _cut(line), "green"
        if self.all_plans and verdict.plan:
            yield from drawn(verdict.plan, {})
            yield from _ran(verdict)
        yield from _noted(verdict)
        if self.all_plans:
            yield "", ""

    def _tally(self) -> str:
        judged = [one for one in self.verdicts if one.contract.promises]
        is_one = len({one.size for one in self.verdicts}) == 1
        usual = f", {self._usual_size}" if self._usual_size else ""
        size = usual if is_one or not usual else f"{usual} or as told"
        if not judged:
            return f"{self.server}{size}"
        kept = sum(one.kept for one in judged)
        plural = "" if len(judged) == 1 else "s"
        return f"{self.server}: {kept} of {len(judged)} contract{plural} kept{size}"


def _case(verdict: Verdict) -> Case:
    contract = verdict.contract
    name = f"{contract.name} ({verdict.size})" if str(verdict.size) else contract.name
    notes = "\n".join(verdict.notes)
    return Case(name, "", verdict.findings, contract.script.file, output=notes)


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1].rstrip()}…"


def _broken(verdict: Verdict) -> Iterator[tuple[str, str]]:
    kind = f", {verdict.kind} plan" if verdict.plan else ""
    yield f"broken {verdict.contract.name}  ({verdict.size}{kind})", "bold red"
    numbered = _numbered(verdict.breaches)
    for number, breach in numbered:
        yield from _promise(number, breach)
    if verdict.plan:
        yield from drawn(verdict.plan, _marks(numbered))
        yield from _ran(verdict)
    said: set[str] = set()
    for number, breach in numbered:
        yield from _labelled(f"why {number}", [one for one in breach.why if one not in said])
        said |= set(breach.why)
    for number, hint in _hints(numbered):
        yield from _labelled(f"next {number}", (hint,))
    yield from _noted(verdict)
    yield "", ""


def _numbered(breaches: Sequence[Breach]) -> list[tuple[str, Breach]]:
    """Where one promise alone is broken it needs no number."""
    if len(breaches) == 1:
        return [("", breaches[0])]
    return [(str(number), one) for number, one in enumerate(breaches, 1)]


def _marks(numbered: Sequence[tuple[str, Breach]]) -> dict[int, list[str]]:
    marks: dict[int, list[str]] = {}
    for number, breach in numbered:
        for place in breach.nodes:
            marks.setdefault(place, []).append(number)
    return marks


def _promise(number: str, breach: Breach) -> Iterator[tuple[str, str]]:
    """Where the promise stands, as it stands there; in words what the tree cannot show."""
    finding = breach.finding
    place = f"{finding.file}:{finding.line}"
    yield f"{number or ' '} {place}  {breach.promise}".rstrip(), "red"
    if not breach.nodes:
        for text in filled(finding.message, WIDTH - 4, WIDTH - 4):
            yield f"    {text}", "red"


def _hints(numbered: Sequence[tuple[str, Breach]]) -> Iterator[tuple[str, str]]:
    """One for each place in the plan: what mends it mends each promise that it breaks."""
    seen = set()
    for number, breach in numbered:
        where = breach.nodes or breach.finding.hint
        if breach.finding.hint and where not in seen:
            yield number, breach.finding.hint
        seen.add(where)


def _labelled(label: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(texts):
        first, *others = filled(text, WIDTH - _LABEL, WIDTH - _LABEL)
        begin = label if number == 0 else ""
        yield f"  {begin:<{_LABEL - 2}}{first}", ""
        for other in others:
            yield f"{' ' * _LABEL}{other}", ""


def _ran(verdict: Verdict) -> Iterator[tuple[str, str]]:
    plan = verdict.plan
    if plan and plan.execution_ms is not None:
        actual = plan.root.actual
        read = f", {actual.read:,} pages from outside its memory" if actual and actual.read else ""
        yield f"  ran in {plan.execution_ms:,.2f} ms{read}, rolled back", "dim"


def _noted(verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield from ((text, "yellow") for text, _ in _labelled("note", verdict.notes))
