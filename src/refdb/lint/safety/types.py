"""Does a change of a column's type write the table anew? And does an expression change by row?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety.world import Type, calls_in, joined

if TYPE_CHECKING:
    from refdb.lint.safety.world import Column, World

_NAMES = {
    "character varying": "varchar",
    "character": "bpchar",
    "char": "bpchar",
    "decimal": "numeric",
    "int": "int4",
    "integer": "int4",
    "smallint": "int2",
    "bigint": "int8",
    "serial": "int4",
    "bigserial": "int8",
    "smallserial": "int2",
    "serial4": "int4",
    "serial8": "int8",
    "serial2": "int2",
    "boolean": "bool",
    "real": "float4",
    "float": "float8",
}
_TIMES = ("timestamp", "timestamptz", "time", "timetz", "interval")
_MOST_PRECISE = 6  # digits of a second that the server keeps
_UTC = frozenset(("utc", "gmt", "etc/utc", "etc/gmt", "zulu", "universal"))
# Of the functions that every server has, those whose value may be another for every row.
_VOLATILE = frozenset(
    (
        "clock_timestamp",
        "currval",
        "gen_random_uuid",
        "lastval",
        "nextval",
        "random",
        "random_normal",
        "set_config",
        "setval",
        "timeofday",
        "uuidv4",
        "uuidv7",
        "txid_current",
        "pg_current_xact_id",
        "array_sample",
        "array_shuffle",
        # of extensions that everybody has
        "uuid_generate_v1",
        "uuid_generate_v1mc",
        "uuid_generate_v4",
        "gen_random_bytes",
        "gen_salt",
        "normal_rand",
    )
)


def base(name: str) -> str:
    """Answers the server's own name of a type."""
    return _NAMES.get(name, name)


def rewrites(old: Column, new: Type, using: Any, name: str, world: World) -> bool:
    """Answers whether giving a column a type writes its table anew.

    Args:
        old: the column as it is.
        new: its new type.
        using: the expression of `using`; None without.
        name: the column's name.
        world: what is known of domains and of the session's time zone.
    """
    if using is not None and not _is_itself(using, name, new):
        return True
    if old.type is None or old.type.is_array != new.is_array:
        return True
    if new.is_array and base(old.type.name) != base(new.name):
        return True
    was, will = _resolved(old.type, world), _resolved(new, world)
    if was is None or will is None:
        return True
    return not _is_compatible(was, will, world)


def _is_itself(using: Any, name: str, new: Type) -> bool:
    """Whether the expression is the column, perhaps with a cast to the new type."""
    while type(using).__name__ == "TypeCast":
        if base(str(using.typeName.names[-1].sval)) != base(new.name):
            return False
        using = using.arg
    return type(using).__name__ == "ColumnRef" and using.fields[-1].sval == name


def _resolved(of: Type, world: World) -> Type | None:
    """The type below a domain; None for one with a constraint, which every row is checked by."""
    domain = world.domains.get(joined((of.name,)))
    if domain is None:
        return of
    return None if domain.is_constrained or domain.base is None else domain.base


def _is_compatible(was: Type, will: Type, world: World) -> bool:
    old, new = base(was.name), base(will.name)
    if old == new:
        return _is_wider(old, was.mods, will.mods)
    if {old, new} == {"varchar", "text"}:
        return new == "text" or not will.mods
    if {old, new} == {"timestamp", "timestamptz"}:
        return world.zone.lower() in _UTC and _is_wider("timestamp", was.mods, will.mods)
    return (old, new) in {("cidr", "inet"), ("xml", "text")}


def _is_wider(name: str, was: tuple[int, ...], will: tuple[int, ...]) -> bool:
    """Whether every value of the old type is one of the new, as it is stored."""
    if was == will:
        return True
    if name in {"varchar", "varbit"}:
        return not will or bool(was and was[0] <= will[0])
    if name == "numeric":
        if not will:
            return True
        return bool(was) and was[0] <= will[0] and (was[1:] or (0,)) == (will[1:] or (0,))
    if name in _TIMES:
        digits = [mods[-1] if mods else _MOST_PRECISE for mods in (was, will)]
        return name != "interval" and digits[0] <= digits[1]
    return False


def is_volatile(expression: Any, world: World) -> bool:
    """Answers whether an expression may give each row another value."""
    return any(_calls_volatile(parts, world) for parts in calls_in(expression))


def _calls_volatile(parts: tuple[str, ...], world: World) -> bool:
    own = world.functions.get(joined(parts))
    if own is not None:
        return own.volatility == "v" and not (own.language == "sql" and _is_plain(own.body, world))
    if parts[-1] in _VOLATILE:
        return True
    return len(parts) > 1 and parts[0] != "pg_catalog"


def _is_plain(body: str, world: World) -> bool:
    """Whether a body is one expression that is the same for every row: the server looks into it."""
    import pglast  # noqa: PLC0415 - 50 ms that few commands pay

    try:
        statements = pglast.parse_sql(body)
    except pglast.parser.ParseError:
        return False
    node: Any = statements[0].stmt if len(statements) == 1 else None
    is_query = type(node).__name__ == "SelectStmt" and node.fromClause is None
    return is_query and not is_volatile(node, world)


def is_constrained_domain(of: Type, world: World) -> bool:
    """Answers whether a type is a domain whose constraint every row is checked by."""
    domain = world.domains.get(joined((of.name,)))
    return domain is not None and domain.is_constrained


def rebuilds_index(old: Column, new: Type, collation: str) -> bool:
    """Answers whether an index on a column is built anew, where its table is not written anew.

    Another collation sorts otherwise, and times with and without a zone are compared by other
    operators.
    """
    if old.type is None:
        return True
    kinds = {base(old.type.name), base(new.name)}
    return old.collation != collation or kinds == {"timestamp", "timestamptz"}


def hangs_on_zone(old: Column, new: Type, world: World) -> bool:
    """Answers whether the session's time zone decides what the change does, and nobody knows it."""
    if old.type is None or world.zone:
        return False
    return {base(old.type.name), base(new.name)} == {"timestamp", "timestamptz"}
