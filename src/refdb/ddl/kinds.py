"""How each kind is made, given its state, and dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb.ddl import (
    columns,
    foreign,
    operators,
    others,
    relations,
    routines,
    search,
    sequences,
    settings,
    tables,
    types,
)
from refdb.ddl.decor import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope


def _nothing(_: Scope, __: Entry) -> Iterable[str]:
    return ()


def _dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    yield f"drop {named(scope, entry)};"


class Kind(NamedTuple):
    """How one kind is written.

    Attributes:
        make: the statements that make one, where it is no part of another's statement.
        state: the statements that give it what those cannot say, owner, comment and grants apart.
        drop: the statements that drop it.
    """

    make: Callable[[Scope, Entry], Iterable[str]]
    state: Callable[[Scope, Entry], Iterable[str]] = _nothing
    drop: Callable[[Scope, Entry], Iterable[str]] = _dropped


KINDS: dict[str, Kind] = {
    "schema": Kind(others.schema),
    "extension": Kind(others.extension),
    "language": Kind(others.language),
    "access method": Kind(others.access_method),
    "collation": Kind(others.collation),
    "conversion": Kind(others.conversion),
    "type": Kind(types.type_),
    "attribute": Kind(types.attribute, _nothing, types.attribute_dropped),
    "domain": Kind(types.domain),
    "sequence": Kind(sequences.sequence, sequences.state, sequences.dropped),
    "ownership": Kind(sequences.ownership, _nothing, _nothing),
    "table": Kind(tables.table, tables.state),
    "foreign table": Kind(tables.table, tables.state),
    "column": Kind(columns.column, columns.state, columns.dropped),
    "default": Kind(columns.default, _nothing, columns.default_dropped),
    "partition": Kind(tables.partition, _nothing, _nothing),
    "constraint": Kind(tables.constraint, _nothing, tables.constraint_dropped),
    "index": Kind(relations.index, relations.index_state),
    "attachment": Kind(relations.attachment, _nothing, _nothing),
    "view": Kind(relations.view),
    "materialized view": Kind(relations.materialized_view),
    "rule": Kind(relations.rule, relations.rule_state),
    "trigger": Kind(relations.trigger, relations.trigger_state),
    "policy": Kind(relations.policy),
    "statistics": Kind(relations.statistics, relations.statistics_state),
    "function": Kind(routines.routine),
    "procedure": Kind(routines.routine),
    "aggregate": Kind(routines.aggregate),
    "operator": Kind(operators.operator, _nothing, operators.operator_dropped),
    "operator family": Kind(operators.family),
    "operator class": Kind(operators.class_),
    "cast": Kind(operators.cast),
    "transform": Kind(operators.transform),
    "event trigger": Kind(others.event_trigger, others.event_trigger_state),
    "publication": Kind(others.publication),
    "publication table": Kind(others.published, _nothing, others.unpublished),
    "subscription": Kind(others.subscription, _nothing, others.subscription_dropped),
    "foreign data wrapper": Kind(foreign.wrapper),
    "server": Kind(foreign.server),
    "user mapping": Kind(foreign.mapping),
    "text search parser": Kind(search.parser),
    "text search template": Kind(search.template),
    "text search dictionary": Kind(search.dictionary),
    "text search configuration": Kind(search.configuration),
    "default privileges": Kind(others.default_privileges, _nothing, others.default_privileges_back),
    "settings": Kind(settings.settings, _nothing, settings.settings_dropped),
    "cron job": Kind(relations.job, _nothing, relations.job_dropped),
}

#: What can be made empty at first, for those that it needs and that need it.
STUBS: dict[str, Callable[[Scope, Entry], Iterable[str]]] = {
    "type": types.shell,
    "view": relations.view_stub,
    "function": routines.stub,
    "procedure": routines.stub,
}
