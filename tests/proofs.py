"""Cases of rollbacks, right and wrong: files that anybody can add to. See cases/README.md."""

from __future__ import annotations

import itertools
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from refdb import db, ledger, throwaway
from refdb.prove import lines, prove
from refdb.tree import migration_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.prove import Proof, Proofs
    from refdb.tree import Migration

CASES = Path(__file__).parent / "prove/cases"
_SECTION = re.compile(r"^-- (before|apply|rollback|data|expect):[ \t]*(.*)$", re.MULTILINE)
_ROLES = ("prove_app", "prove_owner")


@dataclass(frozen=True)
class Case:
    """One migration with its rollback, and what is true of it."""

    path: Path

    @property
    def name(self) -> str:
        """`wrong/enum_value_left`."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @cached_property
    def parts(self) -> dict[str, str]:
        """The sections of its file by their names."""
        _, *found = _SECTION.split(self.path.read_text(encoding="utf-8"))
        return {
            name: value or text.removeprefix("\n")
            for name, value, text in zip(*[iter(found)] * 3, strict=True)
        }

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """What is there before, and what is judged."""
        before = migration_of("0001_before", self.parts["before"], None, self.name)
        apply, rollback = self.parts["apply"], self.parts.get("rollback")
        return before, migration_of("0002_case", apply, rollback, self.name)

    @property
    def verdict(self) -> str:
        """The first word of what is expected."""
        return self.parts["expect"].partition(":")[0].strip()

    @property
    def expected(self) -> list[str]:
        """What must be said beside the verdict: a part of every line."""
        return [part.strip() for part in self.parts["expect"].partition(":")[2].split(";") if part]

    def mistakes(self, proof: Proof) -> list[str]:
        """Answers in what a judgement differs from what is true."""
        said = lines(proof)
        wrong = [] if proof.verdict.value == self.verdict else [f"judged {proof.verdict.value}"]
        wrong += [
            f"not said: {one}"
            for one in self.expected
            if not any(_is_said(one, line) for line in said)
        ]
        return wrong + [
            f"too much said: {line}"
            for line in said
            if not any(_is_said(one, line) for one in self.expected)
        ]


def _is_said(expected: str, line: str) -> bool:
    """Whether a line has what is expected in it; `…` stands for anything."""
    parts = (re.escape(part.strip()) for part in expected.split("…"))
    return re.search(".*".join(parts), line) is not None


class Ground:
    """Databases for cases on one server, each made from a template."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = itertools.count(1)
        self._admin = psycopg.connect(url, autocommit=True)
        for role in _ROLES:
            self._admin.execute(f"create role {role}")
        self._admin.execute("create database plain")
        with db.connect(self._url_of("plain")) as conn:
            ledger.create(conn)
        self._admin.execute("create database with_cron template plain")
        throwaway.install_cron_stand_in(self._url_of("with_cron"))

    def close(self) -> None:
        """Ends its connection."""
        self._admin.close()

    @contextmanager
    def database(self, *, cron: bool) -> Iterator[str]:
        """A fresh database, gone when the block ends."""
        name = f"case_{next(self._numbers)}"
        self._admin.execute(f"create database {name} template {'with_cron' if cron else 'plain'}")
        try:
            yield self._url_of(name)
        finally:
            self._admin.execute(f"drop database {name} with (force)")
            self._admin.execute("drop role if exists prove_role_left")

    def judge(self, case: Case) -> Proofs:
        """Proves a case as the verb does."""
        data = case.parts.get("data")

        def fill(url: str) -> None:
            with psycopg.connect(url, autocommit=True) as conn:
                conn.execute(data or "")

        cron = "cron." in case.path.read_text(encoding="utf-8")
        return prove(
            lambda: self.database(cron=cron),
            case.migrations,
            start=1,
            fill=fill if data else None,
        )

    def _url_of(self, name: str) -> str:
        return self._url.replace("@/refdb?", f"@/{name}?")


def cases(kind: str) -> list[Case]:
    """The cases of one folder."""
    return [Case(path) for path in sorted((CASES / kind).glob("*.sql"))]
