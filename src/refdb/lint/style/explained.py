"""sqlfluff's rules in refdb's words: what each holds, and how it is configured."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from refdb.findings import Level
from refdb.lint.checkers import Rule
from refdb.lint.style import config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def rules() -> tuple[Rule, ...]:
    """Answers every rule that sqlfluff has; none where it is not installed."""
    return tuple(
        Rule(f"style/{one.code}", _sentence(one), Level.WARNING, bool(one.is_fix_compatible))
        for one in _classes()
    )


def page(rule: str, root: Path) -> str | None:
    """Answers what a rule is about, as Markdown; None where sqlfluff has no such rule.

    Args:
        rule: its name, such as `style/CP01`.
        root: the project's folder, for its configuration.
    """
    code = rule.partition("/")[2]
    found = next((one for one in _classes() if one.code == code), None)
    return "\n".join(_lines(found, rule, root)) + "\n" if found else None


def _lines(rule: Any, name: str, root: Path) -> Iterator[str]:
    yield f"# {name}: {rule.name}\n"
    described = inspect.cleandoc(rule.__doc__ or rule.description)
    yield described.replace(".. code-block:: sql", "").replace("``", "`")
    yield "\n## Here\n"
    settings = config.sqlfluff_config(root)
    section = settings.get_section(("rules", rule.name)) or {}
    excluded = {rule.code, rule.name, *rule.groups} & {*settings.get("rule_denylist")}
    yield "Left out by the configuration (`exclude_rules`)." if excluded else "Looked for."
    for key in rule.config_keywords or ():
        value = section.get(key, settings.get_section(("rules",)).get(key))
        yield f"- {key} = {value}"
    fixed = "`refdb lint --fix` repairs it" if rule.is_fix_compatible else "It is repaired by hand"
    yield f"\n{fixed}. To allow it in one file, write above its first statement:\n"
    yield f"```sql\n-- allow: {name} why it may be so here\n```\n"
    yield "Or for many, in refdb.toml (`*` stands for anything):\n"
    yield f'```toml\n[ignore]\n"{name}:*" = "why it may be so"\n```'


def _classes() -> list[Any]:
    try:
        from sqlfluff.core.rules import get_ruleset  # noqa: PLC0415 - 0.5 s
    except ImportError:
        return []
    registered = get_ruleset()._register.values()  # noqa: SLF001 - it has no other list of all
    return sorted((one.rule_class for one in registered), key=lambda one: str(one.code))


def _sentence(rule: Any) -> str:
    return str(rule.description).rstrip(".")
