"""Views and what goes with relations: indexes, triggers, rules, policies, statistics; jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.text import compact, literal, lowered, options, remark, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_TRIGGER_LINES = ("BEFORE", "AFTER", "INSTEAD", "REFERENCING", "DEFERRABLE", "FOR", "WHEN",
                  "EXECUTE")  # fmt: skip


def view(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes or replaces a view."""
    word = "create or replace view" if scope.is_replaced(entry) else "create view"
    yield f"{word} {entry.identity}{_with(entry)} as\n{query(entry)};"


def view_stub(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a view of the same columns, of nothing yet."""
    columns = ",\n".join(
        f"    null::{column.get('type')}"
        + (f" collate {column.get('collation')}" if column.get("collation") else "")
        + f" as {column.name}"
        for column in scope.children(entry.key, "column")
    )
    yield f"create view {entry.identity} as\nselect\n{columns};"


def query(entry: Entry) -> str:
    """Answers a view's query, without a semicolon."""
    text: str = entry.attributes["definition"]
    return lowered(text.strip().removesuffix(";"))


def materialized_view(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a materialized view, filled if it was."""
    method = f"\nusing {entry.get('access_method')}" if entry.get("access_method") else ""
    space = f"\ntablespace {entry.get('tablespace')}" if entry.get("tablespace") else ""
    empty = empty_below(scope, entry)
    is_filled = _feeds(scope, entry) or not (entry.get("not_populated") or empty)
    data = "with data" if is_filled else "with no data"
    said = remark(f"Reads {', '.join(empty)}, which is empty: to be filled.") if empty else ""
    head = f"create materialized view {entry.identity}{method}{_with(entry)}{space}"
    yield f"{said}{head} as\n{query(entry)}\n{data};"


def _feeds(scope: Scope, entry: Entry) -> bool:
    """Answers whether a filled materialized view that is being made reads this one."""
    seen, todo = set[str](), [entry.key]
    while todo:
        for other in _readers(scope, todo.pop()):
            if other.kind == "materialized view" and not other.get("not_populated"):
                return True
            if other.key not in seen:
                seen.add(other.key)
                todo.append(other.key)
    return False


def _readers(scope: Scope, key: str) -> Iterator[Entry]:
    """Answers the views that read a view, as far as they are being made."""
    columns = [one.key for one in scope.children(key, "column")]
    for part in (key, *columns):
        for user in scope.whole.dependents.get(part, ()):
            reader = scope.whole.entries[user]
            if user in scope.keys and reader.kind in {"view", "materialized view"}:
                yield reader


def empty_below(scope: Scope, entry: Entry) -> list[str]:
    """Answers the empty materialized views that a filled one reads, and that are not being made."""
    if entry.get("not_populated"):
        return []
    found, todo = set[str](), [entry.key]
    while todo:
        for need in scope.whole.needs.get(todo.pop(), ()):
            view = scope.whole.table_of(scope.whole.entries[need])
            if view.kind in {"view", "materialized view"} and view.key not in found:
                found.add(view.key)
                todo.append(view.key)
    views = [scope.whole.entries[key] for key in sorted(found - scope.keys)]
    return [one.identity for one in views if one.get("not_populated")]


def emptied(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that empties what had to be filled for another one's sake."""
    if entry.get("not_populated") and _feeds(scope, entry):
        yield f"refresh materialized view {entry.identity} with no data;"


def _with(entry: Entry) -> str:
    given = options(entry.get("options")) + options(entry.get("toast_options"), "toast.")
    return f"\nwith {compact(given)}" if given else ""


def index(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an index that is no constraint's."""
    if entry.get("definition"):
        yield f"{_broken_off(entry)}{lowered(entry.attributes['definition'], ('ON',))};"


def _broken_off(entry: Entry) -> str:
    is_broken = entry.get("invalid") and " ON ONLY " not in entry.attributes["definition"]
    return remark(f"{entry.identity} was left invalid; this one is not.") if is_broken else ""


def index_state(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that give an index what its definition does not say."""
    held = scope.whole.table_of(entry)
    if entry.get("options"):
        given = compact(options(entry.get("options")))
        yield f"alter index {entry.identity} set {given};"
    if entry.get("tablespace"):
        yield f"alter index {entry.identity} set tablespace {entry.get('tablespace')};"
    for column, target in (entry.get("column_statistics") or {}).items():
        yield f"alter index {entry.identity} alter column {column} set statistics {target};"
    if entry.get("clustered"):
        yield f"alter {held.kind} {held.identity} cluster on {entry.name};"
    if held.get("replica_identity") == f"index {entry.name}":
        yield f"alter table {held.identity} replica identity using index {entry.name};"


def attachment(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a partition's index part of the table's."""
    table = scope.whole.table_of(entry)
    if table.key not in scope.keys or f"index {entry.get('attached_to')}" in scope.keys:
        yield f"alter index {entry.get('attached_to')} attach partition {entry.identity};"


def trigger(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a trigger; a partition's copy comes by itself."""
    if not entry.get("copy_of"):
        text: str = entry.attributes["definition"]
        if scope.is_replaced(entry):
            text = text.replace("CREATE ", "CREATE OR REPLACE ", 1)
        yield lowered(text, _TRIGGER_LINES).replace("\n    ", "\n") + ";"


def trigger_state(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that enables or disables a trigger, a partition's copy too."""
    original = scope.entry(f"trigger {entry.get('copy_of')}")
    before = original.get("enabled") if original else None
    if entry.get("enabled") != before:
        yield enabled(scope, entry, "trigger")


def rule(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes or replaces a rule."""
    text: str = entry.attributes["definition"]
    if scope.is_replaced(entry):
        text = text.replace("CREATE ", "CREATE OR REPLACE ", 1)
    yield lowered(text.removesuffix(";")) + ";"


def rule_state(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that enables or disables a rule."""
    if entry.get("enabled"):
        yield enabled(scope, entry, "rule")


def enabled(scope: Scope, entry: Entry, word: str) -> str:
    """Answers the statement that gives a trigger or rule its state, be it the usual one."""
    state = {None: "enable", "disabled": "disable"}.get(
        entry.get("enabled"), f"enable {entry.get('enabled')}"
    )
    held = scope.parent(entry)
    kind = "foreign table" if held.kind == "foreign table" else "table"
    return f"alter {kind} {held.identity} {state} {word} {entry.name};"


def policy(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a policy."""
    lines = [f"create policy {entry.name} on {scope.parent(entry).identity}"]
    if entry.get("restrictive"):
        lines.append("as restrictive")
    lines.append(f"for {entry.get('command')}")
    lines.append(f"to {', '.join(entry.attributes['roles'])}")
    if entry.get("using"):
        lines.append(f"using ({lowered(entry.attributes['using'])})")
    if entry.get("check"):
        lines.append(f"with check ({lowered(entry.attributes['check'])})")
    yield "\n".join(lines) + ";"


def statistics(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes extended statistics."""
    yield lowered(entry.attributes["definition"], ("ON", "FROM")) + ";"


def statistics_state(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that sets how much extended statistics hold."""
    if entry.get("target") is not None:
        yield f"alter statistics {entry.identity} set statistics {entry.get('target')};"


def job(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that schedule a pg_cron job, as the role whose job it is."""
    schedule, command = entry.attributes["schedule"], entry.attributes["command"]
    said = [schedule, command] if _is_nameless(entry) else [entry.name, schedule, command]
    lines = ",\n    ".join(literal(text) for text in said)
    is_own = scope.role == entry.get("owner")
    if not is_own:
        yield f"set role {entry.get('owner')};"
    yield f"select cron.schedule(\n    {lines}\n);"
    if not is_own:
        yield "reset role;"
    if entry.get("inactive"):
        yield f"select cron.alter_job(job.jobid, active := false)\n{_jobs(scope, entry)};"


def _is_nameless(entry: Entry) -> bool:
    return entry.name == f"({entry.get('schedule')}) {entry.get('command')}"


def job_dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that takes a job off the schedule."""
    if scope.role == entry.get("owner") and not _is_nameless(entry):
        yield f"select cron.unschedule({literal(entry.name)});"
        return
    yield f"select cron.unschedule(job.jobid)\n{_jobs(scope, entry)};"


def _jobs(scope: Scope, entry: Entry) -> str:
    owner = entry.attributes["owner"]
    user = "current_user" if scope.role == owner else literal(unquoted(owner))
    name = "is null" if _is_nameless(entry) else f"= {literal(entry.name)}"
    # pg_cron takes the same nameless job twice, and this is one of them.
    newest = "\norder by job.jobid desc\nlimit 1" if _is_nameless(entry) else ""
    return (
        "from cron.job as job\nwhere\n"
        f"    job.jobname {name}\n"
        f"    and job.username = {user}\n"
        f"    and job.schedule = {literal(entry.attributes['schedule'])}\n"
        f"    and job.command = {literal(entry.attributes['command'])}"
        f"{newest}"
    )
