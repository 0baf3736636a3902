"""What is known of domains, and which tables a new constraint of one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety.world import Domain, Type, joined, read_type, strings
from refdb.locks import Mode

if TYPE_CHECKING:
    from refdb.lint.safety.effects import Effects


def create_domain(node: Any, effects: Effects) -> None:
    """`create domain`."""
    checks = any(
        one.contype.name in {"CONSTR_CHECK", "CONSTR_NOTNULL"} for one in node.constraints or ()
    )
    base: Type | None = read_type(node.typeName)
    own = effects.world.domains.get(joined((base.name,))) if base else None
    if own is not None:
        checks, base = checks or own.is_constrained, own.base
    effects.world.domains[joined(strings(node.domainname))] = Domain(base, checks)


def alter_domain(node: Any, effects: Effects) -> None:
    """`alter domain`: a new constraint is checked in every table that uses it."""
    name = joined(strings(node.typeName))
    domain = effects.world.domains.get(name)
    is_set = node.subtype == "O"
    is_check = node.subtype == "C" and not node.def_.skip_validation
    if domain is not None and (is_set or node.subtype == "C"):
        domain.is_constrained = True
    if not (is_set or is_check or node.subtype == "V"):
        return
    for table in list(effects.world.relations.values()):
        if any(one.type and joined((one.type.name,)) == name for one in table.columns.values()):
            effects.lock(table.name, Mode.SHARE)
            effects.read(table.name)
