"""Plans contracts and queries: on throwaways at the sizes that they ask for, or on a target."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import db, plans
from refdb.errors import BadRequestError, did_you_mean
from refdb.plans import Size, Verdict
from refdb.project.planning import Grounds, grounds, own_size
from refdb.queries import load
from refdb.report.explained import Explained
from refdb.tree import contracts as tree_contracts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.db import Connection
    from refdb.project.base import Base
    from refdb.project.planning import Ground
    from refdb.tree import Contract


@dataclass(frozen=True)
class Asked:
    """What `explain` is asked.

    Attributes:
        contracts: what to plan.
        size: that of those that name none.
        analyze: whether to run them.
        postgres: major version of the throwaways.
        all_plans: whether plans are shown that keep their promises, too.
    """

    contracts: tuple[Contract, ...]
    size: Size
    analyze: bool = False
    postgres: int | None = None
    all_plans: bool = False


@dataclass(frozen=True)
class Question:
    """What `explain` is asked, as `Project.explain` describes it."""

    names: tuple[str, ...] = ()
    matching: str = ""
    sql: str = ""
    values: str = ""
    rows: int | None = None
    statistics: str = ""
    sample: int | None = None
    analyze: bool = False
    live: bool = False
    postgres: int | None = None

    @property
    def is_chosen(self) -> bool:
        """Answers whether only some contracts are asked about."""
        return bool(self.names or self.matching)

    @property
    def is_sized(self) -> bool:
        """Answers whether it says what to plan on."""
        return bool(self.rows or self.statistics or self.sample or self.postgres)


def answer(project: Base, question: Question, *, audit: bool) -> Explained:
    """Plans what is asked about.

    Args:
        project: whose tree and target.
        question: what is asked.
        audit: an audit is asked for as well, which a tree without contracts may have, too.

    Raises:
        BadRequestError: it asks two things at once, or for what is not there.
    """
    _check(question, audit=audit)
    found: tuple[Contract, ...] = ()
    if question.sql:
        found = (query(question.sql, question.values),)
    elif not audit or project.tree.contracts:
        found = chosen(project, question.names, question.matching)
    size = plans.NO_SIZE
    if not question.live:
        size = size_of(
            project, question.rows, question.statistics, question.sample, run=question.analyze
        )
    shown = question.is_chosen or bool(question.sql)
    asked = Asked(found, size, question.analyze, question.postgres, shown)
    return (on_target if question.live else on_throwaways)(project, asked)


def _check(question: Question, *, audit: bool) -> None:
    if question.sql and question.is_chosen:
        raise BadRequestError("a query and contracts are two questions", hint="Give one of them.")
    if question.live and question.is_sized:
        hint = "Take --rows, --statistics, --sample and --postgres out, or --target."
        raise BadRequestError("a target is planned on as it is", hint=hint)
    if audit and (question.sql or question.is_chosen):
        hint = "Take the query or the contracts out, or --audit."
        raise BadRequestError("an audit is of every statement of the schema", hint=hint)


def chosen(project: Base, names: Sequence[str], matching: str) -> tuple[Contract, ...]:
    """Answers the contracts of these names, and those that have a text in name, file or query.

    Args:
        project: whose tree.
        names: names of contracts; none for all.
        matching: a text.

    Raises:
        BadRequestError: there is no such contract, or none at all.
    """
    known = {one.name: one for one in project.tree.contracts}
    if not known:
        hint = "Write one in sql/plans/: a query with `-- expect: index NAME` on top."
        raise BadRequestError("the tree has no contract", hint=hint)
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise BadRequestError(f"there is no contract {name}", hint=hint)
    named = [known[name] for name in dict.fromkeys(names)] or list(known.values())
    found = tuple(one for one in named if matching in f"{one.script.file} {one.query}")
    if not found:
        hint = "Take -k out, or write a file in sql/plans/."
        raise BadRequestError(
            f"no contract has {matching!r} in its file's name or query", hint=hint
        )
    return found


def size_of(
    project: Base, rows: int | None, statistics: str, sample: int | None, *, run: bool
) -> Size:
    """Answers the size that a run is asked for.

    Args:
        project: whose tree.
        rows: rows to plan for.
        statistics: a statistics set's name.
        sample: rows to load.
        run: the queries are to be run, which needs rows.

    Raises:
        BadRequestError: two sizes are asked for, or queries are to be run without rows; there is
            nothing to plan on.
    """
    if sum(map(bool, (rows, statistics, sample))) > 1:
        hint = "Give one of --rows, --statistics and --sample."
        raise BadRequestError("a run has one size", hint=hint)
    if run and (rows or statistics):
        hint = "Load some: --sample 10k."
        raise BadRequestError("--analyze runs queries, which needs rows that are there", hint=hint)
    if sample or run:
        return Size(rows=sample or plans.LOADED_ROWS, is_loaded=True)
    if rows or statistics:
        return Size(rows=rows or 0, statistics=statistics)
    return own_size(project)


def query(text: str, values: str) -> Contract:
    """Answers SQL as a contract that promises nothing, or what its header says.

    Raises:
        BadTreeError: it is not one query.
    """
    return tree_contracts.read_query(text, "your SQL", values)


def on_throwaways(project: Base, asked: Asked) -> Explained:
    """Judges contracts on throwaways, at each size that any of them asks for."""
    wanted = [(one, plans.sizes_of(one, asked.size)) for one in asked.contracts]
    judged: dict[tuple[str, Size], Verdict] = {}
    grounded: list[Ground] = []
    with grounds(project, asked.postgres) as all_sizes:
        for size in sorted({size for _, sizes in wanted for size in sizes}):
            of_size = [one for one, sizes in wanted if size in sizes]
            ground, verdicts = _at(all_sizes, asked, size, of_size)
            grounded += [ground] if ground else []
            judged |= {(one.contract.name, size): one for one in verdicts}
    ordered = tuple(judged[one.name, size] for one, sizes in wanted for size in sizes)
    server = grounded[0].server if grounded else "no server"
    notes = tuple(dict.fromkeys(note for ground in grounded for note in ground.notes))
    return Explained(server, ordered, all_plans=asked.all_plans or asked.analyze, notes=notes)


def _at(
    all_sizes: Grounds, asked: Asked, size: Size, contracts: Sequence[Contract]
) -> tuple[Ground | None, tuple[Verdict, ...]]:
    """A size that cannot be had is a finding of those that name it; the others go on."""
    try:
        with (
            all_sizes.at(size) as ground,
            db.failures(),
            db.connect(ground.url) as conn,
            _rows_in(ground, contracts) as rows_in,
        ):
            verdicts = plans.check(
                conn,
                contracts,
                ground.size,
                analyze=asked.analyze,
                is_throwaway=True,
                rows_in=rows_in,
            )
            return ground, verdicts
    except BadRequestError as error:
        if size == asked.size and not all(map(_names_a_size, contracts)):
            raise
        return None, tuple(
            plans.refused(one, size, error, _line_of(one, size)) for one in contracts
        )


@contextmanager
def _rows_in(ground: Ground, contracts: Sequence[Contract]) -> Iterator[Connection | None]:
    """Connects to where values can be looked up, where anybody asks for values."""
    if not any(one.values for one in contracts) or not ground.rows_url:
        yield None
        return
    with db.connect(ground.rows_url) as conn:
        yield conn


def _line_of(contract: Contract, size: Size) -> int:
    key = "statistics" if size.statistics else "rows" if size.rows in contract.sizes else "holds_to"
    return contract.script.header.line(key)


def _names_a_size(contract: Contract) -> bool:
    return bool(contract.sizes or contract.statistics or contract.holds_to)


def on_target(project: Base, asked: Asked) -> Explained:
    """Judges contracts by how the target plans them: nothing is run there, nothing is changed."""
    if asked.analyze:
        raise BadRequestError(
            "--analyze runs queries, and on a target nothing is run: it is only asked for plans",
            hint="Take --target out to run them on a throwaway, or --analyze to plan them there.",
        )
    with project.connected() as (conn, where):
        server = f"{where}, PostgreSQL {conn.info.server_version // 10_000}"
        with conn.transaction(force_rollback=True):
            conn.execute(load("explain/on_target"))
            verdicts = plans.check(conn, asked.contracts, Size(target=where))
    return Explained(server, verdicts, all_plans=asked.all_plans)
