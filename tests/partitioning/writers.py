"""Writers, and what must be true of their writes, while the referrals' tables move."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Self

import psycopg

from partitioning.rules import PLAIN, RULES


@dataclass
class Journal:
    """What one writer has committed.

    Attributes:
        states: a referral's id with its status; None once it is deleted.
        notes: a referral's id with the last note.
        entries: ledger rows.
        failures: what no writer may see.
        times: when each call began, what it was, how many seconds it took.
    """

    states: dict[str, str | None] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    entries: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    times: list[tuple[float, str, float]] = field(default_factory=list)


class Writer(threading.Thread):
    """One session of the application, which writes until it is told to stop.

    Args:
        url: the database.
        share: which part of the old referrals it writes; nobody else does.
        stop: set to end it.
        pause: seconds between two writes.
    """

    def __init__(self, url: str, share: tuple[int, int], stop: threading.Event, pause: float):
        super().__init__()
        self.journal = Journal()
        self.old: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._url, self._stop_, self._pause = url, stop, pause
        self._dice = random.Random(share[0])  # noqa: S311 - the same writes at each run
        self._new: list[tuple[str, str]] = []
        with psycopg.connect(url) as conn:
            self._users = conn.execute(
                "select user_id::text, organization_id::text, user_type from user_rankings"
                " order by user_id limit 3000",
            ).fetchall()
            found = conn.execute(
                "select status, id::text, organization_id::text from student_referrals"
                " where deleted_at is null and abs(hashtext(id::text)) %% %s = %s limit 20000",
                (share[1], share[0]),
            ).fetchall()
        self._dice.shuffle(found)
        for status, *referral in found:
            self.old[status].append((referral[0], referral[1]))

    def run(self) -> None:
        """Writes, and keeps what was committed and what went wrong."""
        calls = (self._enter, self._note, self._contact, self._settle, self._bulk, self._remove)
        with psycopg.connect(self._url) as conn:
            while not self._stop_.is_set():
                call = self._dice.choice((*calls, self._earn, self._note, self._enter))
                began = time.monotonic()
                try:
                    call(conn)
                except psycopg.Error as error:
                    self.journal.failures.append(f"{call.__name__}: {error}")
                    conn.rollback()
                took = time.monotonic() - began
                self.journal.times.append((began, call.__name__.strip("_"), took))
                self._stop_.wait(self._pause)

    def _write(
        self,
        conn: psycopg.Connection,
        organization: str,
        sql: str,
        values: tuple[Any, ...],
        role: str = "referral_app",
    ) -> list[tuple[Any, ...]]:
        conn.execute("select set_config('app.organization_id', %s, true)", (organization,))
        conn.execute(f"set local role {role}")
        cursor = conn.execute(sql, values)
        rows = cursor.fetchall() if cursor.description else []
        conn.commit()
        return rows

    def _enter(self, conn: psycopg.Connection) -> None:
        user, organization, kind = self._dice.choice(self._users)
        sql = (
            "insert into student_referrals (organization_id, referrer_id, referrer_type,"
            " referred_student_name, referred_student_phone)"
            " values (%s, %s, %s, 'Aziz Karimov', '+998901234567') returning id::text"
        )
        [(found,)] = self._write(conn, organization, sql, (organization, user, kind))
        self.journal.states[found] = "pending"
        self._new.append((found, organization))

    def _earn(self, conn: psycopg.Connection) -> None:
        user, organization, _ = self._dice.choice(self._users)
        sql = (
            "insert into points_transactions (organization_id, user_id, transaction_type,"
            " points_amount, category) values (%s, %s, 'earned', 5, 'homework') returning id::text"
        )
        [(found,)] = self._write(conn, organization, sql, (organization, user))
        self.journal.entries.add(found)

    def _pick(self, status: str) -> tuple[str, str] | None:
        """A referral of its own in a status: an old one or one that it entered itself."""
        states = self.journal.states
        mine = [one for one in self._new[-50:] if states[one[0]] == status]
        if mine and self._dice.random() < 0.5:
            return self._dice.choice(mine)
        if not self.old[status]:
            return None
        return self._dice.choice(self.old[status][-200:])

    def _move(self, conn: psycopg.Connection, status: str, to: str) -> None:
        picked = self._pick(status)
        if picked is None:
            return
        sql = "update student_referrals set status = %s, updated_at = now() where id = %s"
        self._write(conn, picked[1], sql, (to, picked[0]))
        self._moved(picked, status, to)

    def _moved(self, picked: tuple[str, str], status: str, to: str | None) -> None:
        self.journal.states[picked[0]] = to
        if picked in self.old[status]:
            self.old[status].remove(picked)
            if to:
                self.old[to].append(picked)

    def _contact(self, conn: psycopg.Connection) -> None:
        self._move(conn, "pending", "contacted")

    def _settle(self, conn: psycopg.Connection) -> None:
        self._move(conn, "contacted", self._dice.choice(("declined", "enrolled")))

    def _bulk(self, conn: psycopg.Connection) -> None:
        picked = self._pick("contacted")
        if picked is None:
            return
        same = [one for one in self.old["contacted"] if one[1] == picked[1]][:10]
        batch = list(dict.fromkeys([picked, *same]))
        sql = "select processed, failed from bulk_process_referrals(%s::uuid[])"
        [done] = self._write(conn, picked[1], sql, ([one[0] for one in batch],))
        if done != (len(batch), 0):
            self.journal.failures.append(f"bulk of {len(batch)}: {done}")
        for one in batch:
            self._moved(one, "contacted", "enrolled")

    def _note(self, conn: psycopg.Connection) -> None:
        picked = self._pick(self._dice.choice(("pending", "contacted", "enrolled", "declined")))
        if picked is None:
            return
        note = f"note {self._dice.random()}"
        sql = "update student_referrals set contact_notes = %s where id = %s"
        self._write(conn, picked[1], sql, (note, picked[0]))
        self.journal.notes[picked[0]] = note

    def _remove(self, conn: psycopg.Connection) -> None:
        status = self._dice.choice(("pending", "declined"))
        picked = self._pick(status)
        if picked is None:
            return
        sql = "delete from student_referrals where id = %s"
        self._write(conn, picked[1], sql, (picked[0],), role="referral_admin")
        self._moved(picked, status, None)


class Writers:
    """Some writers at work while the block runs.

    Args:
        url: the database.
        number: how many.
        pause: seconds that each waits between two writes.
    """

    def __init__(self, url: str, number: int = 3, pause: float = 0.002) -> None:
        self._url, self._stop = url, threading.Event()
        with psycopg.connect(url) as conn:
            conn.execute("drop schema if exists kept cascade; create schema kept")
            for table in ("student_referrals", "points_transactions"):
                conn.execute(f"create table kept.{table} as table public.{table}")
        self._threads = [Writer(url, (one, number), self._stop, pause) for one in range(number)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def writes(self) -> int:
        """How many calls were made so far."""
        return sum(len(one.journal.times) for one in self._threads)

    @property
    def times(self) -> list[tuple[float, str, float]]:
        """When each call began, what it was, how many seconds it took."""
        return [time for one in self._threads for time in one.journal.times]

    def mistakes(self) -> list[str]:
        """Answers what is wrong in the database, in words; nothing when all is right."""
        found = [error for one in self._threads for error in one.journal.failures]
        with psycopg.connect(self._url) as conn:
            for rule, sql in (RULES | {"the plain functions agree": PLAIN}).items():
                rows = conn.execute(sql).fetchall()
                found += [f"{rule}: {len(rows)}, such as {rows[0]}"] if rows else []
            found += self._lost(conn)
            conn.execute("drop schema kept cascade")
        return found

    def _lost(self, conn: psycopg.Connection) -> list[str]:
        """What the writers committed and is not there, and what changed without them."""
        journals = [one.journal for one in self._threads]
        states = {key: value for one in journals for key, value in one.states.items()}
        notes = {key: value for one in journals for key, value in one.notes.items()}
        entries = {key for one in journals for key in one.entries}
        now = conn.execute("select id::text, status, contact_notes from student_referrals")
        rows = {row[0]: row[1:] for row in now.fetchall()}
        found = [
            f"{one} is not {state}" for one, state in states.items() if _state(rows, one) != state
        ]
        found += [
            f"{one} lost its note" for one in notes if one in rows and rows[one][1] != notes[one]
        ]
        there = conn.execute("select id::text from points_transactions").fetchall()
        found += [f"ledger row {one} is lost" for one in entries - {row[0] for row in there}]
        changed = conn.execute(
            "select id::text from student_referrals as new_row"
            " full join kept.student_referrals as old_row using (id, organization_id)"
            " where new_row is distinct from old_row",
        )
        for row in changed.fetchall():
            found += [] if row[0] in states or row[0] in notes else [f"{row[0]} changed by itself"]
        gone = conn.execute(
            "select id from kept.points_transactions as old_row left join points_transactions"
            " as new_row using (id, organization_id) where old_row is distinct from new_row",
        ).fetchall()
        return found + [f"ledger row {row[0]} changed" for row in gone]


def _state(rows: dict[str, tuple[Any, ...]], one: str) -> str | None:
    return rows[one][0] if one in rows else None
