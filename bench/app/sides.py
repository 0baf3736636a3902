"""One side of a comparison: an application that is timed, counted, and heard out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import psycopg

from referrals import Referrals, Settings, Tenant
from referrals.dashboard import Dashboard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.app.work import Operation, Student

_PHONE = "+998901234567"
#: Operations of a turn, after which the other side has its own.
_TURN = 100


@dataclass
class Side:
    """An application and what it took.

    Attributes:
        app: the application.
        reads: seconds of each read.
        writes: seconds of each write.
        transactions: that the database was asked for.
        statements: that it was sent in them.
    """

    app: Referrals
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    transactions: int = 0
    statements: int = 0

    @property
    def all(self) -> list[float]:
        """Seconds of every call."""
        return self.reads + self.writes

    def do(self, operations: Sequence[Operation]) -> list[Any]:
        """Does operations, and answers what the reads gave, without the moments of entries."""
        before = _Counted.transactions, _Counted.statements
        answers = [self._one(one) for one in operations]
        self.transactions += _Counted.transactions - before[0]
        self.statements += _Counted.statements - before[1]
        return answers

    def _one(self, one: Operation) -> Any:
        begun = time.perf_counter()
        answer = _call(self.app, one)
        taken = time.perf_counter() - begun
        (self.reads if one.is_read else self.writes).append(taken)
        return _timeless(answer) if one.is_read else None


def _call(app: Referrals, one: Operation) -> Any:
    tenant = Tenant(one.student.organization_id)
    student = one.student.student_id
    if one.what == "dashboard":
        return app.dashboard(tenant, student)
    if one.what == "leaderboard":
        return app.leaderboard(tenant)
    if one.what == "create" or one.referral_id is None:
        return app.create(tenant, student, "Somebody", _PHONE, referral_id=one.referral_id)
    return app.move(tenant, one.referral_id, one.what)


def _timeless(answer: Any) -> Any:
    """Two databases are written at two moments: an answer is compared without them."""
    if not isinstance(answer, Dashboard):
        return answer
    recent = {replace(one, created_at=one.created_at.min) for one in answer.recent_referrals}
    return replace(answer, recent_referrals=()), frozenset(recent)


class _Counted:
    """What all applications of this process have asked of their databases."""

    transactions = 0
    statements = 0


def count_statements() -> None:
    """Counts from now on what is sent."""
    send = psycopg.Cursor.execute

    def counted(cursor: Any, *arguments: Any, **options: Any) -> Any:
        _Counted.statements += 1
        return send(cursor, *arguments, **options)

    psycopg.Cursor.execute = counted  # type: ignore[assignment,method-assign]


def open_side(url: str, redis_url: str) -> Referrals:
    """Opens an application; Redis may take its time, for the machine has other work too."""
    settings = Settings(
        url=url, redis_url=redis_url, tick=3600.0, redis_timeout=1.0, rebuild_seconds=10.0
    )
    app = Referrals(settings)
    app.wait()
    run = app._access.run  # noqa: SLF001 - each use is one transaction

    def counted(*arguments: Any) -> Any:
        _Counted.transactions += 1
        return run(*arguments)

    app._access.run = counted  # type: ignore[assignment,method-assign]  # noqa: SLF001 - see above
    return app


def by_turns(sides: tuple[Side, Side], operations: Iterator[Operation]) -> int:
    """Lets both do the same, by turns and each first in every other one; answers what differed."""
    different, number = 0, 0
    while turn := list(islice(operations, _TURN)):
        order = sides if number % 2 else sides[::-1]
        one, other = (side.do(turn) for side in order)
        different += sum(a != b for a, b in zip(one, other, strict=True))
        number += 1
    return different


def warm(app: Referrals, students: Sequence[Student]) -> None:
    """Fills the cache with all that will be read, as it is after some minutes of work."""
    for one in students:
        tenant = Tenant(one.organization_id)
        app.dashboard(tenant, one.student_id)
    for organization in {one.organization_id for one in students}:
        app.leaderboard(Tenant(organization))
        student = next(one for one in students if one.organization_id == organization)
        app.dashboard(Tenant(organization), student.student_id)
