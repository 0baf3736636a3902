"""Schools of an application's tests: any number of them in one database."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import make_conninfo

from referrals import Tenant

if TYPE_CHECKING:
    from referrals import Referrals

_SCHOOL = (Path(__file__).parent / "app/school.sql").read_text(encoding="utf-8")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class School:
    """A tenant, and the ids of its people and referrals."""

    url: str
    letter: str
    tenant: Tenant

    @property
    def students(self) -> list[UUID]:
        """Its twelve students; the last has no ranking."""
        return [self.student(number) for number in range(1, 13)]

    def student(self, number: int) -> UUID:
        """A student, by number from 1."""
        return self.id(f"{self.letter} {number}")

    def referral(self, student: int, place: int = 0) -> UUID:
        """A referral of a student; number 0 is contacted."""
        return self.id(f"{self.letter} {student} {place}")

    @property
    def app_url(self) -> str:
        """Where the application logs in."""
        return make_conninfo(self.url, user="referral_app")

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Answers what the owner of the database sees, or does."""
        with psycopg.connect(self.url, autocommit=True) as conn:
            answer = conn.execute(sql, values or None)
            return answer.fetchall() if answer.description else []

    @staticmethod
    def id(words: str) -> UUID:
        """The id of a row, as school.sql makes it."""
        return UUID(md5(words.encode()).hexdigest())  # noqa: S324 - no secret


def make_school(url: str) -> School:
    """Makes a school in a database with the schema."""
    letter, organization = f"L{next(_numbers)}x{uuid4().hex[:6]}", uuid4()
    text = _SCHOOL.replace("$SCHOOL$", f"'{organization}'::uuid").replace("$LETTER$", letter)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(text)
    return School(url, letter, Tenant(organization, School.id(f"admin {letter}")))


def same(one: Referrals, other: Referrals, school: School) -> bool:
    """Whether two applications answer the same of all that is cached."""
    return all(
        one.dashboard(school.tenant, student) == other.dashboard(school.tenant, student)
        for student in school.students
    ) and all(
        one.leaderboard(school.tenant, period, limit)
        == other.leaderboard(school.tenant, period, limit)
        for period in ("all", "month", "week")
        for limit in (1, 100)
    )
