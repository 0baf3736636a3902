"""Fills a database with sample data: one backend makes the rows while another stores them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, LiteralString, NamedTuple

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from refdb import db, sqltext
from refdb.errors import BadTreeError, did_you_mean
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from refdb.db import Connection, Locate
    from refdb.sqltext import Statement
    from refdb.tree import Sample

_BATCH = 1 << 17  # bytes; the server sends each row on its own, and one write a row costs double


@dataclass(frozen=True)
class Filled:
    """One step of the sample data that was done.

    Attributes:
        name: the file's name without `.sql`.
        table: the table that it filled; empty for statements that were run.
        rows: rows that it stored, changed or deleted.
        seconds: how long it took.
    """

    name: str
    table: str
    rows: int
    seconds: float


class _Column(NamedTuple):
    name: str
    type: int  # the oid of the type that its values are sent as


def fill(
    url: str,
    samples: Iterable[Sample],
    *,
    rows: int,
    seed: int = 1,
    on_done: Callable[[Filled], None] = lambda _: None,
) -> tuple[Filled, ...]:
    """Runs the steps of the sample data in order, each committed before the next one begins.

    Rows are stored as a replica stores them: no trigger fires and no foreign key is looked up. A
    user who may not do that must own the tables: their triggers are switched off meanwhile, and
    foreign keys are looked up, so that the steps must be in their order.

    Args:
        url: a database with the schema and without rows.
        samples: the steps.
        rows: the size asked for; what it counts is the tree's own choice.
        seed: the same seed and size give the same rows.
        on_done: called after each step.

    Raises:
        CannotConnectError: no connection.
        BadTreeError: a step names a table or column that is not there.
        StatementFailedError: the server refused a step; those before it are done.
    """
    options = {"sample.rows": str(rows), "sample.seed": str(seed)}
    with (
        db.connect(url, application="refdb sample", **options) as source,
        db.connect(url, application="refdb sample loader", **options) as loader,
        _without_triggers(loader),
    ):
        return tuple(_steps(source, loader, samples, on_done))


@contextmanager
def _without_triggers(loader: Connection) -> Iterator[None]:
    try:
        loader.execute(load("sample/loader"))
    except psycopg.errors.InsufficientPrivilege:
        loader.execute(load("sample/own_loader"))
    else:
        yield
        return
    triggers = loader.execute(load("sample/own_triggers")).fetchall()
    _switch(loader, triggers, "disable")
    try:
        yield
    finally:
        if not loader.broken:
            _switch(loader, triggers, "enable")


def _switch(loader: Connection, triggers: Iterable[tuple[str, str]], way: LiteralString) -> None:
    text = SQL(load("sample/switch_trigger"))
    for table, name in triggers:
        loader.execute(text.format(table=SQL(table), way=SQL(way), name=Identifier(name)))


def _steps(
    source: Connection,
    loader: Connection,
    samples: Iterable[Sample],
    on_done: Callable[[Filled], None],
) -> Iterator[Filled]:
    for sample in samples:
        started = time.perf_counter()
        rows = _copy(source, loader, sample) if sample.table else _run(loader, sample)
        done = Filled(sample.name, sample.table, rows, time.perf_counter() - started)
        on_done(done)
        yield done


def _run(loader: Connection, sample: Sample) -> int:
    """Runs a step's statements, each in a transaction of its own."""
    for statement in sample.script.statements:
        _check_statement(sample, statement)
    return sum(_run_one(loader, sample, one) for one in sample.script.statements)


def _check_statement(sample: Sample, statement: Statement) -> None:
    if sqltext.controls_transaction(statement) or sqltext.uses_client_data(statement):
        raise BadTreeError(
            f"{statement.first_word} cannot stand here: {statement.summary}",
            file=sample.script.file,
            line=statement.line,
            hint="Each statement is run on its own; `-- table: NAME` loads a query's rows by copy.",
        )


def _run_one(loader: Connection, sample: Sample, statement: Statement) -> int:
    with db.failures(sample.script.file, _locate(sample, statement, 0)):
        cursor = loader.execute(statement.text)
    return 0 if cursor.description else max(cursor.rowcount, 0)


def _copy(source: Connection, loader: Connection, sample: Sample) -> int:
    """Streams the rows of a step's query from one backend into the other."""
    (query,) = sample.script.statements
    given = _given_columns(source, sample, query)
    taken = _table_columns(source, sample)
    _check_columns(sample, given, taken)
    # The binary format is quicker, and does not turn one type into another.
    is_same = {one.name: one.type for one in taken}.items() >= set(given)
    form = Literal("binary" if is_same else "text")
    table = Identifier(*sample.table.split("."))
    columns = SQL(", ").join(Identifier(one.name) for one in given)
    copy_in = SQL(load("sample/copy_in")).format(table=table, columns=columns, format=form)
    copy_out = SQL(load("sample/copy_out")).format(query=SQL(query.text), format=form)
    prefix = copy_out.as_string(source).index(query.text)
    with (
        db.failures(sample.script.file, _locate(sample, query, prefix)),
        _without_indexes(loader, sample.table),
        loader.cursor() as storing,
    ):
        with source.cursor().copy(copy_out) as made, storing.copy(copy_in) as stored:
            for batch in _batches(made):
                stored.write(batch)
        return storing.rowcount


@contextmanager
def _without_indexes(loader: Connection, table: str) -> Iterator[None]:
    """One transaction in which rows are stored first and the table's indexes are built then."""
    with loader.transaction():
        if loader.info.parameter_status("is_superuser") != "on":
            yield
            return
        aside = loader.execute(load("sample/set_indexes_aside"), {"table": table}).rowcount
        yield
        if aside:
            name = Identifier(*table.split("."))
            loader.execute(SQL(load("sample/reindex")).format(table=name))


def _given_columns(source: Connection, sample: Sample, query: Statement) -> tuple[_Column, ...]:
    describe = SQL(load("sample/describe")).format(query=SQL(query.text))
    prefix = describe.as_string(source).index(query.text)
    with db.failures(sample.script.file, _locate(sample, query, prefix)):
        described = source.execute(describe).description or ()
    return tuple(_Column(one.name, one.type_code) for one in described)


def _table_columns(source: Connection, sample: Sample) -> tuple[_Column, ...]:
    found = source.execute(load("sample/columns"), {"table": sample.table}).fetchall()
    if not found:
        raise BadTreeError(
            f"there is no table {sample.table}",
            file=sample.script.file,
            line=sample.script.header.line("table"),
            hint="Write it as schema.table, as its migration creates it.",
        )
    return tuple(_Column(*row) for row in found)


def _check_columns(sample: Sample, given: Iterable[_Column], taken: Iterable[_Column]) -> None:
    names = {one.name for one in taken}
    wrong = [one.name for one in given if one.name not in names]
    if wrong:
        raise BadTreeError(
            f"{sample.table} has no column {', '.join(wrong)}",
            file=sample.script.file,
            line=sample.script.statements[0].line,
            hint="Name every column after the table's: `… as name`."
            if "?column?" in wrong
            else did_you_mean(wrong[0], names),
        )


def _batches(rows: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    batch: list[bytes | bytearray | memoryview] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row)
        if size >= _BATCH:
            yield b"".join(batch)
            batch, size = [], 0
    yield b"".join(batch)


def _locate(sample: Sample, statement: Statement, prefix: int) -> Locate:
    """Where in the file an error is whose position counts from `prefix` before the statement."""

    def locate(position: int | None, _: int) -> tuple[int, int | None, str]:
        if position is None:
            return statement.line, None, statement.text
        return sample.script.locate(statement.start + position - prefix, 0)

    return locate
