"""Migrations: versioned pairs of files in yoyo's format, in the order in which they run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.errors import BadTreeError, did_you_mean
from refdb.findings import Finding, Level
from refdb.tree.files import Script, display_name, read_script, sql_files
from refdb.tree.headers import check_durations, read_flag, read_header
from refdb.tree.repeats import read_repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ROLLBACK_SUFFIX = ".rollback.sql"
_LONGEST_ID = 255  # characters that yoyo's ledger has room for


@dataclass(frozen=True)
class Migration:
    """A versioned apply file with its rollback file.

    Attributes:
        id: the apply file's name without `.sql`.
        apply: the apply file.
        rollback: the rollback file, None when there is none.
        depends: the ids that must be applied before it.
        transactional: whether the whole of it runs in one transaction.
    """

    id: str
    apply: Script
    rollback: Script | None
    depends: tuple[str, ...] = ()
    transactional: bool = True

    @property
    def irreversible(self) -> str:
        """Answers the reason why it cannot be rolled back, empty when it can."""
        return self.apply.header.get("irreversible")

    @property
    def has_rollback(self) -> bool:
        """Answers whether the rollback file is there and does something."""
        return self.rollback is not None and bool(self.rollback.statements)


def read_migrations(folder: Path, root: Path) -> tuple[Migration, ...]:
    """Answers the migrations of a folder in the order in which they are applied.

    Args:
        folder: the folder with the files.
        root: the folder that names in messages are relative to.

    Raises:
        BadTreeError: a file or header is wrong, a dependency is missing or goes round in a
            circle; further errors of other files are in `also`.
    """
    paths = list(sql_files(folder))
    problems: list[BadTreeError] = list(_strangers(folder, paths, root))
    found: list[Migration] = []
    rollbacks = {path.name: path for path in paths if path.name.endswith(ROLLBACK_SUFFIX)}
    for path in paths:
        if path.name in rollbacks:
            continue
        try:
            found.append(_read_pair(path, rollbacks.get(f"{path.stem}{ROLLBACK_SUFFIX}"), root))
        except BadTreeError as error:
            problems.append(error)
    problems.extend(_missing_dependencies(found) if not problems else ())
    if problems:
        raise _all_of(problems)
    return _in_order(found)


def _all_of(problems: Sequence[BadTreeError]) -> BadTreeError:
    first, *others = sorted(problems, key=lambda one: (one.file, one.line or 0))
    first.also = tuple(others)
    return first


def _strangers(folder: Path, paths: Sequence[Path], root: Path) -> Iterator[BadTreeError]:
    names = {path.name for path in paths}
    for path in paths:
        apply_name = path.name.removesuffix(ROLLBACK_SUFFIX) + ".sql"
        if path.name.endswith(ROLLBACK_SUFFIX) and apply_name not in names:
            yield BadTreeError(
                f"is a rollback without its migration {apply_name}",
                file=display_name(path, root),
                hint="Rename it after its migration, or delete it.",
            )
    for path in sorted(folder.glob("*.py")) if folder.is_dir() else ():
        yield BadTreeError(
            "is a migration in Python, which refdb does not run",
            file=display_name(path, root),
            hint="Write it as SQL: a pair of .sql and .rollback.sql files.",
        )


def migration_of(identity: str, apply: str, rollback: str | None, source: str) -> Migration:
    """Answers a migration from texts that are no files.

    Args:
        identity: its id.
        apply: the text of its apply file.
        rollback: the text of its rollback file; None when there is none.
        source: where the texts are from, for messages.
    """
    name = f"{identity}.sql in {source}"
    script = Script(name, apply, read_header(apply, "migration", name))
    undo = f"{identity}{ROLLBACK_SUFFIX} in {source}"
    back = (
        Script(undo, rollback, read_header(rollback, "rollback", undo))
        if rollback is not None
        else None
    )
    transactional = read_flag(script.header, "transactional", name, default=True)
    return Migration(identity, script, back, transactional=transactional)


def _read_pair(path: Path, beside: Path | None, root: Path) -> Migration:
    identity = path.stem
    apply = read_script(path, "migration", root)
    if len(identity) > _LONGEST_ID or identity.startswith("post-apply"):
        raise BadTreeError(
            "is no name for a migration",
            file=apply.file,
            hint="Name it like 0007_add_campaign_cap.sql; hooks named post-apply are yoyo's own.",
        )
    rollback = read_script(beside, "rollback", root) if beside else None
    depends = tuple(dict.fromkeys(apply.header.get("depends").split()))
    for script in filter(None, (apply, rollback)):
        check_durations(script.header, script.file)
        read_repeat(script)
    transactional = read_flag(apply.header, "transactional", apply.file, default=True)
    return Migration(identity, apply, rollback, depends, transactional)


def _missing_dependencies(migrations: Sequence[Migration]) -> Iterator[BadTreeError]:
    known = {one.id: one for one in migrations}
    for migration in migrations:
        for wanted in migration.depends:
            if wanted not in known:
                yield BadTreeError(
                    f"depends on {wanted}, which is not in the tree",
                    file=migration.apply.file,
                    line=migration.apply.header.line("depends"),
                    hint=did_you_mean(wanted, known),
                )


def _in_order(migrations: Sequence[Migration]) -> tuple[Migration, ...]:
    """By name, each after what it depends on: yoyo's order."""
    by_id = {one.id: one for one in migrations}
    done: dict[str, Migration] = {}
    for migration in migrations:
        _visit(migration, by_id, done, ())
    return tuple(done.values())


def _visit(
    migration: Migration,
    by_id: Mapping[str, Migration],
    done: dict[str, Migration],
    path: tuple[str, ...],
) -> None:
    if migration.id in done:
        return
    if migration.id in path:
        circle = " → ".join((*path[path.index(migration.id) :], migration.id))
        raise BadTreeError(
            f"the dependencies go round in a circle: {circle}",
            file=migration.apply.file,
            line=migration.apply.header.line("depends"),
            hint="Take one of the `-- depends:` lines out.",
        )
    for wanted in migration.depends:
        _visit(by_id[wanted], by_id, done, (*path, migration.id))
    done[migration.id] = migration


def same_numbers(migrations: Sequence[Migration]) -> tuple[Finding, ...]:
    """Answers the migrations whose number another one has as well: whose order is an accident."""
    first: dict[str, Migration] = {}
    found = []
    for one in migrations:
        number = one.id.split("_")[0]
        other = first.setdefault(number, one)
        if number.isdigit() and other is not one:
            message = f"has the same number as {other.id}"
            hint = "Give the one that is not applied anywhere the next number."
            found.append(
                Finding("tree/number", one.id, message, Level.WARNING, one.apply.file, hint=hint),
            )
    return tuple(found)


def problems(migration: Migration) -> tuple[BadTreeError, ...]:
    """Answers what would make a migration fail for certain, or break its transaction.

    Both files are parsed; a file that Postgres cannot read is the first problem.
    """
    scripts = filter(None, (migration.apply, migration.rollback))
    return tuple(problem for one in scripts for problem in script_problems(migration, one))


def script_problems(migration: Migration, script: Script) -> tuple[BadTreeError, ...]:
    """Answers what of `problems` one of a migration's files has."""
    try:
        return tuple(_script_problems(script, transactional=migration.transactional))
    except BadTreeError as error:
        return (error,)


def _script_problems(script: Script, *, transactional: bool) -> Iterator[BadTreeError]:
    if "repeat" in script.header and len(script.statements) != 1:
        yield BadTreeError(
            f"repeats {len(script.statements)} statements, and only one can be repeated",
            file=script.file,
            line=script.header.line("repeat"),
            hint="Write a migration for each.",
        )
    for statement in script.statements:
        if sqltext.controls_transaction(statement):
            yield _problem(
                script,
                statement,
                f"{statement.first_word} ends the transaction that refdb keeps",
                "Take it out; `-- transactional: false` runs each statement on its own.",
            )
        elif transactional and sqltext.refuses_transaction(statement):
            yield _problem(
                script,
                statement,
                f"cannot run inside a transaction: {statement.summary}",
                "Put it into a migration of its own with the header `-- transactional: false`.",
            )
        elif sqltext.writes_client_data(statement):
            yield _problem(
                script,
                statement,
                "copy to stdout has nowhere to write to",
                "Take it out; `refdb call` shows rows.",
            )
        elif sqltext.reads_client_data(statement) and script.rows_of(statement) is None:
            yield _problem(
                script,
                statement,
                "there are no rows below this copy from stdin",
                "Write them below it, one a line, and \\. on a line of its own; or insert them.",
            )


def _problem(
    script: Script,
    statement: sqltext.Statement,
    message: str,
    hint: str,
) -> BadTreeError:
    return BadTreeError(message, file=script.file, line=statement.line, hint=hint)
