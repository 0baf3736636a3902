"""A fleet: the verbs that work on many targets at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb import fleet
from refdb.fleet import Rule
from refdb.report.fleet import FleetOutcome, FleetRow, FleetState, FleetStatus, FleetWait

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.fleet import Ended, Member, Visit, Wait
    from refdb.project.changing import Changing
    from refdb.report.answers import Outcome, Status

_PROBLEMS = ("edited", "missing", "out of order", "unfinished")


@dataclass(frozen=True)
class Fleet:
    """Many targets that one tree is applied to.

    An interruption (Ctrl-C, or a signal that raises SystemExit) is answered, not raised: no
    further target begins, those under way end with what is under way undone, and the answer
    says what is done and what is not.

    Attributes:
        project: whose tree and configuration; its own target is not used.
        members: the targets, in the order in which they begin.
        rule: how many begin when.
        on_end: told of each target as it ends.
        on_wait: told of each target under way that begins to wait, and when it goes on.
    """

    project: Changing
    members: tuple[Member, ...]
    rule: Rule
    on_end: Callable[[FleetRow], None]
    on_wait: Callable[[FleetWait], None] = lambda _: None

    def apply(
        self,
        *,
        to: str | None = None,
        allow_out_of_order: bool = False,
        dry_run: bool = False,
    ) -> FleetOutcome:
        """Applies what is pending on each target; run again, it does what is left.

        Args:
            to: as for Project.apply.
            allow_out_of_order: as for Project.apply.
            dry_run: answer how much each would do, change nothing.

        Raises:
            BadTreeError: the tree cannot be read; no target was touched.
        """

        def work(project: Changing) -> Outcome:
            return project.apply(to=to, allow_out_of_order=allow_out_of_order, dry_run=dry_run)

        return self._change("apply", work)

    def rollback(
        self,
        *,
        to: str | None,
        allow_edited: bool = False,
        from_ledger: bool = False,
        dry_run: bool = False,
    ) -> FleetOutcome:
        """Rolls back to one migration on each target; run again, it does what is left.

        There is no number of steps: run again, it would go further on those that are done.

        Args:
            to: the one that stays applied; None to roll everything back.
            allow_edited: as for Project.rollback.
            from_ledger: as for Project.rollback.
            dry_run: answer how much each would do, change nothing.

        Raises:
            BadTreeError: the tree cannot be read; no target was touched.
        """

        def work(project: Changing) -> Outcome:
            return project.rollback(
                steps=None,
                to=to,
                allow_edited=allow_edited,
                from_ledger=from_ledger,
                dry_run=dry_run,
            )

        return self._change("rollback", work)

    def status(self) -> FleetStatus:
        """Answers what is applied and pending on each target; changes nothing."""

        def work(visit: Visit) -> Status:
            return _member_project(self.project, visit).status()

        rule = Rule(canary=0, parallel=self.rule.parallel, max_failures=None)
        self._read_tree()
        ended, interrupted = fleet.run(self.members, work, rule, lambda _: None)
        pairs = zip(self.members, ended, strict=True)
        return FleetStatus(tuple(_state(*pair) for pair in pairs), interrupted)

    def _change(self, direction: str, work: Callable[[Changing], Outcome]) -> FleetOutcome:
        self._read_tree()
        ended, interrupted = fleet.run(
            self.members,
            lambda visit: work(_member_project(self.project, visit)),
            self.rule,
            lambda one: self.on_end(_row(one.member, one)),
            lambda one: self.on_wait(_wait(one)),
        )
        pairs = zip(self.members, ended, strict=True)
        return FleetOutcome(direction, tuple(_row(*pair) for pair in pairs), interrupted)

    def _read_tree(self) -> None:
        """Once, before any thread begins: from then on it is only looked at."""
        _ = self.project.tree.migrations


def _member_project(project: Changing, visit: Visit) -> Changing:
    """The same project on one target of the fleet, with the tree that was read already."""
    member = visit.member
    config = replace(project.config, targets={member.name: member.url})
    one = replace(project, config=config, target=member.name, interactive=False, listener=visit)
    vars(one)["tree"] = project.tree  # where cached_property keeps it
    return one


def _wait(wait: Wait) -> FleetWait:
    return FleetWait(wait.member.name, wait.id, wait.blockers, wait.runner)


def _row(member: Member, ended: Ended[Outcome] | None) -> FleetRow:
    if ended is None:
        return FleetRow(member.name, "not begun")
    number, outcome = ended.done, ended.answer
    if outcome and outcome.dry_run:
        number = len(outcome.plan.tasks)
    return FleetRow(member.name, _word(ended), number, ended.duration_ms, ended.error)


def _word(ended: Ended[Outcome]) -> str:
    outcome = ended.answer
    if outcome is None:
        return "interrupted" if ended.is_stopped else "failed"
    if not outcome.plan.tasks:
        return "up to date"
    if outcome.dry_run:
        return "planned"
    return "applied" if outcome.plan.tasks[0].direction == "apply" else "rolled back"


def _state(member: Member, ended: Ended[Status] | None) -> FleetState:
    if ended is None:
        return FleetState(member.name, problems=("not looked at",))
    if ended.answer is None:
        return FleetState(member.name, error=ended.error)
    states = ended.answer.states
    pending = [one.id for one in states if one.applied is None]
    counts = Counter(one.state for one in states)
    return FleetState(
        member.name,
        applied=len(states) - len(pending),
        pending=len(pending),
        first_pending=pending[0] if pending else "",
        problems=tuple(f"{counts[one]} {one}" for one in _PROBLEMS if counts[one]),
    )
