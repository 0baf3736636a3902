"""Rules over the files of objects: one object a file, with its comment and its grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.lint.house.text import Found, holds
from refdb.lint.routines import routines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source
    from refdb.sqltext import Defined, Statement

_KINDS = {"function": "function", "view": "view", "trigger": "trigger"}
_COMMENTED = {"view": ("OBJECT_VIEW", "OBJECT_MATVIEW"), "trigger": ("OBJECT_TRIGGER",)}
_ROUTINES = frozenset(("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"))


def made_by(source: Source) -> tuple[tuple[Statement, Defined], ...]:
    """Answers what a file creates, with the statement that does."""
    return tuple(
        (one, defined)
        for one in source.statements
        if one.first_word == "create"
        for defined in sqltext.defined_by((one,))
    )


@holds("one-object", "a file holds one object, and has its name", (*_KINDS, "schedule"))
def one_object(source: Source) -> Iterator[Found]:
    """Answers the objects that a file holds besides its own."""
    if source.kind == "schedule":
        found = [(1, name) for name in sqltext.scheduled_by(source.statements)]
    else:
        made = [one for _, one in made_by(source)]
        found = [(one.line, one.name) for one in made if one.kind == _KINDS[source.kind]]
        for one in made:
            if one.kind != _KINDS[source.kind]:
                yield Found(
                    one.line,
                    f"{one.name} is a {one.kind}, in a {source.kind}'s file",
                    f"Move it to {one.kind}s/{one.name}.sql.",
                )
    stem = source.path.stem
    if not found:
        yield Found(1, f"defines no {source.kind}", f"Write the whole definition of {stem}.")
    for line, name in found:
        if name != stem:
            yield Found(
                line,
                f"the file {stem}.sql defines {name}",
                f"Name the file {name}.sql, or move the {source.kind} to a file of that name.",
            )
    if len(found) > 1 and all(name == stem for _, name in found):
        yield Found(
            found[1][0],
            f"defines {stem} {len(found)} times",
            "An overload is a second object: give it a name of its own.",
        )


@holds("comment-below", "a function's comment stands directly below it", ("function",))
def comment_below(source: Source) -> Iterator[Found]:
    """Answers functions whose comment is missing, elsewhere, or another signature's."""
    after = dict(zip(source.statements, (*source.statements[1:], None), strict=False))
    for one in routines_of(source):
        if not one.name:
            continue
        word = "procedure" if one.node.is_procedure else "function"
        below = after[one.statement]
        if not _is_comment_on(below, one.name, one.types):
            yield Found(
                one.statement.line,
                f"no comment on {one.name} with its signature stands directly below it",
                f"Write `comment on {word} {one.signature} is '…';` below it.",
            )


def _is_comment_on(statement: Statement | None, name: str, types: tuple[str, ...]) -> bool:
    from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms, see sqltext

    if statement is None:
        return False
    node = sqltext.parsed(statement.text)
    if (
        type(node).__name__ != "CommentStmt"
        or node.objtype.name not in _ROUTINES
        or not node.comment
    ):
        return False
    written = tuple(RawStream()(one) for one in node.object.objargs or ())
    is_same = node.object.objname[-1].sval == name and not node.object.args_unspecified
    return is_same and written == types


@holds("comment-in-file", "a view's and a trigger's comment stands in its file", _COMMENTED)
def comment_in_file(source: Source) -> Iterator[Found]:
    """Answers views and triggers without a comment."""
    nodes = [sqltext.parsed(one.text) for one in source.statements if one.first_word == "comment"]
    named = {
        _last(one.object)
        for one in nodes
        if one.objtype.name in _COMMENTED[source.kind] and one.comment
    }
    for statement, one in made_by(source):
        if one.kind == source.kind and one.name not in named:
            node = sqltext.parsed(statement.text)
            word = "materialized view" if type(node).__name__ == "CreateTableAsStmt" else one.kind
            on = f" on {one.relation}" if one.relation else ""
            whole = f"{one.schema}.{one.name}" if one.schema else one.name
            yield Found(
                one.line,
                f"{one.name} has no comment",
                f"Write `comment on {word} {whole}{on} is 'One sentence.';` below it.",
            )


def _last(names: Any) -> str:
    return str(names[-1].sval) if isinstance(names, tuple) else ""


@holds("definer-grants", "who may run a definer function stands in its file", ("function",))
def definer_grants(source: Source) -> Iterator[Found]:
    """Answers definer functions that everybody may run, or whose grants are elsewhere."""
    definers = [one for one in routines_of(source) if one.name and one.is_definer]
    grants = [one for one in _nodes(source) if type(one).__name__ == "GrantStmt"]
    for one in definers:
        own = [each for each in grants if _is_about(each, one.name)]
        if not any(not each.is_grant and _is_from_public(each) for each in own):
            yield Found(
                one.statement.line,
                f"everybody may run {one.name}, with its owner's rights",
                f"Write `revoke all on function {one.signature} from public;` below it,"
                " and a grant for each role that needs it.",
            )
        elif not any(each.is_grant for each in own):
            yield Found(
                one.statement.line,
                f"nobody is granted {one.name} in its file",
                f"Write `grant execute on function {one.signature} to role;` below the revoke.",
            )


def _nodes(source: Source) -> Iterator[Any]:
    return (sqltext.parsed(one.text) for one in source.statements)


def _is_about(grant: Any, name: str) -> bool:
    return any(_name(one) == name for one in grant.objects or ())


def _name(node: Any) -> str:
    names = getattr(node, "objname", None) or ()
    return str(names[-1].sval) if names else ""


def _is_from_public(grant: Any) -> bool:
    return any(one.roletype.name == "ROLESPEC_PUBLIC" for one in grant.grantees or ())


RULES = (one_object, comment_below, comment_in_file, definer_grants)
